package io.groundswell.local.lambda;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One execution environment of a function: a Java of its own, serving one invocation at a time. */
final class FunctionProcess implements AutoCloseable {

    /** Lambda gives the init phase ten seconds; a busy laptop may need more for as many processes as start at once. */
    private static final Duration INIT = Duration.ofSeconds(60);
    /** After so many invocations a process has loaded most of what the function ever needs. */
    static final int LESSONS = 3;

    private final FunctionConfiguration function;
    private final FunctionLog log;
    private final RuntimeApi api;
    private final Process process;
    private final boolean learns;
    private final CompletableFuture<Void> exit;
    private volatile Optional<Invocation> current = Optional.empty();
    private volatile int served;
    private volatile boolean killed;
    private volatile long usedAt = System.nanoTime();

    private FunctionProcess(FunctionConfiguration function, FunctionLog log, RuntimeApi api, Process process, boolean learns) {
        this.function = function;
        this.log = log;
        this.api = api;
        this.process = process;
        this.learns = learns;
        this.exit = process.onExit().thenAccept(ended -> exited());
        Thread.ofVirtual().name("log-" + function.name()).start(this::copyOutput);
    }

    static FunctionProcess start(FunctionConfiguration function, FunctionLog log, Path nativeLibrary, ClassArchive archive, ClassArchive.Part part)
            throws IOException {
        RuntimeApi api = RuntimeApi.open(function);
        try {
            ProcessBuilder builder = new ProcessBuilder(RuntimeClient.command(function, nativeLibrary, part))
                    .directory(RuntimeClient.taskRoot(function).toFile()).redirectErrorStream(true);
            builder.environment().clear();
            builder.environment().putAll(RuntimeClient.environment(function, api.address()));
            Process process = builder.start();
            process.getOutputStream().close();
            process.onExit().thenRun(() -> archive.ended(part, process.exitValue()));
            return new FunctionProcess(function, log, api, process, part.draft().isPresent());
        } catch (IOException e) {
            api.close();
            throw e;
        }
    }

    boolean alive() {
        return !killed && process.isAlive();
    }

    /** Whether it was started to learn which classes the function needs, and has; it serves nothing more. */
    boolean hasLearned() {
        return learns && served >= LESSONS;
    }

    /** Asks the process to write down what it learned, and end. */
    void graduate() {
        process.destroy();
    }

    /** How long it has served nothing. */
    Duration idle() {
        return Duration.ofNanos(System.nanoTime() - usedAt);
    }

    /** Serves one invocation; the process is gone afterwards unless the function itself answered. */
    InvocationResult serve(Invocation invocation) throws InterruptedException {
        current = Optional.of(invocation);
        if (!process.isAlive()) {
            exited();
        }
        try {
            CompletableFuture.anyOf(api.initialised(), exit).get(INIT.toMillis(), TimeUnit.MILLISECONDS);
            api.offer(invocation);
            return invocation.result().get(function.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            kill();
            return api.initialised().isDone()
                    ? FunctionErrors.timedOut(invocation.requestId(), function.timeout()) : FunctionErrors.notInitialised(INIT);
        } catch (ExecutionException e) {
            kill();
            if (e.getCause() instanceof RuntimeApi.InitialisationFailed failed) {
                return failed.failure();
            }
            throw new IllegalStateException("only initialising can fail", e);
        } finally {
            served++;
            usedAt = System.nanoTime();
        }
    }

    private void exited() {
        api.close();
        current.ifPresent(invocation ->
                invocation.result().complete(FunctionErrors.exited(invocation.requestId(), process.exitValue())));
    }

    /** Ends the process as Lambda does, without a word. */
    private void kill() {
        killed = true;
        process.destroyForcibly();
        api.close();
    }

    @Override
    public void close() {
        kill();
    }

    private void copyOutput() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                log.write(line);
            }
        } catch (IOException e) {
            log.write("WARN function=" + function.name() + " its output ended: " + e.getMessage());
        }
    }
}
