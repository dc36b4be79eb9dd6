package io.groundswell.agent.process;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs programs as processes of this machine. */
public final class BoundedPrograms implements Programs {

    private static final int MAX_OUTPUT = 64 * 1024;
    /** A program that stays in the background may keep its output open; that is not waited for. */
    private static final Duration LAST_OUTPUT = Duration.ofSeconds(2);
    private static final File NOTHING = new File("/dev/null");

    private final Map<String, String> environment;

    /** @param environment beyond {@code PATH} and {@code LANG}, which every program gets */
    public BoundedPrograms(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public Ended run(List<String> command, Duration timeout) throws IOException {
        return end(command, Redirect.DISCARD, timeout);
    }

    @Override
    public Ended ask(List<String> command, Duration timeout) throws IOException {
        return end(command, Redirect.PIPE, timeout);
    }

    private Ended end(List<String> command, Redirect output, Duration timeout) throws IOException {
        ProcessTree tree = new ProcessTree(UUID.randomUUID().toString());
        Process process = start(command, output, tree);
        RunningTrees.add(tree, process);
        CompletableFuture<String> written =
                CompletableFuture.supplyAsync(() -> read(process.getInputStream()), Thread::startVirtualThread);
        try {
            boolean isOver = !process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (isOver) {
                tree.kill(process);
            }
            return new Ended(isOver ? -1 : process.exitValue(), isOver,
                    written.completeOnTimeout("", LAST_OUTPUT.toMillis(), TimeUnit.MILLISECONDS).join());
        } catch (InterruptedException e) {
            tree.kill(process);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while " + command.getFirst() + " ran");
        } finally {
            RunningTrees.remove(tree);
        }
    }

    private Process start(List<String> command, Redirect output, ProcessTree tree) throws IOException {
        Path program = Path.of(command.getFirst());
        if (!program.isAbsolute() || !KernelProgram.is(program)) {
            throw new IOException("a program is the absolute path of a binary, or of a script that names its "
                    + "interpreter, found " + program);
        }
        ProcessBuilder builder = new ProcessBuilder(command).directory(new File("/")).redirectInput(NOTHING)
                .redirectOutput(output).redirectError(Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        builder.environment().put("LANG", "C");
        builder.environment().putAll(environment);
        builder.environment().put(ProcessTree.MARK, tree.mark());
        return builder.start();
    }

    private static String read(InputStream stream) {
        try (stream) {
            byte[] kept = stream.readNBytes(MAX_OUTPUT);
            stream.transferTo(OutputStream.nullOutputStream());
            return new String(kept, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
