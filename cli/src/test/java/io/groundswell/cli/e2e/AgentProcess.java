package io.groundswell.cli.e2e;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.cli.demo.AgentService;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The packaged agent as a process with a directory of its own, and everything that it ever said. */
final class AgentProcess implements AutoCloseable {

    private static final Path JAR = Path.of("../agent/target/agent.jar");
    private static final AgentService SERVICE = AgentService.read(Path.of("../agent/systemd/groundswell-agent.service"));
    private static final long PATIENCE_S = 120;

    private final Path directory;
    private final Path log;
    private Optional<Process> running = Optional.empty();

    AgentProcess(Path directory) {
        this.directory = directory;
        this.log = directory.resolveSibling(directory.getFileName() + ".log");
        assertTrue(Files.exists(JAR), "mvn package makes " + JAR.toAbsolutePath().normalize());
    }

    Path directory() {
        return directory;
    }

    /** Runs a command to its end; the exit status. */
    int command(String command, String... flags) throws Exception {
        Process process = start(command, flags);
        assertTrue(process.waitFor(PATIENCE_S, TimeUnit.SECONDS), () -> command + " does not end: " + said());
        return process.exitValue();
    }

    /** Starts to run. */
    void run(String... flags) throws IOException {
        running = Optional.of(start("run", flags));
    }

    private Process start(String command, String... flags) throws IOException {
        List<String> line = new ArrayList<>(SERVICE.java(directory.getParent()));
        line.addAll(List.of("-jar", JAR.toAbsolutePath().toString(), command, "--dir", directory.toString()));
        line.addAll(List.of(flags));
        return new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(Redirect.appendTo(log.toFile())).start();
    }

    /** As a power failure would. */
    void kill() throws InterruptedException {
        running.orElseThrow().destroyForcibly().waitFor();
    }

    /** The exit status of an agent that ends by itself. */
    int end() throws InterruptedException {
        assertTrue(running.orElseThrow().waitFor(PATIENCE_S, TimeUnit.SECONDS), () -> "the agent goes on: " + said());
        return running.get().exitValue();
    }

    String said() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        running.ifPresent(process -> process.destroyForcibly().onExit().join());
    }
}
