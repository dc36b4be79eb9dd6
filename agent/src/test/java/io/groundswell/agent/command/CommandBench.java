package io.groundswell.agent.command;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.agent.disk.DiskWatch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** One device's commands, its directory, its server, and what the last command said. */
final class CommandBench implements AutoCloseable {

    final FakeCloud cloud = new FakeCloud();
    final Path folder;
    final Path directory;
    private final ByteArrayOutputStream told = new ByteArrayOutputStream();
    private int begin;

    /** @param folder where the device's directory, which is not there yet, and the server's CA lie */
    CommandBench(Path folder) throws Exception {
        this.folder = folder;
        this.directory = folder.resolve("device");
        cloud.serverCa(folder);
    }

    /** Runs a command to its end; the exit status. */
    int run(String command, String... arguments) {
        return run(DiskWatch.NONE, Map.of(), command, arguments);
    }

    int run(DiskWatch watch, Map<String, String> environment, String command, String... arguments) {
        begin = told.size();
        return exit(watch, environment, command, arguments);
    }

    private int exit(DiskWatch watch, Map<String, String> environment, String command, String... arguments) {
        PrintStream stream = new PrintStream(told, true, StandardCharsets.UTF_8);
        return new AgentCommands(stream, stream, environment, watch).run(command, List.of(arguments)).orElseThrow();
    }

    int enroll(String token, String... more) {
        return enroll(DiskWatch.NONE, token, more);
    }

    int enroll(DiskWatch watch, String token, String... more) {
        List<String> arguments = new ArrayList<>(List.of("--server", cloud.enrollment.uri().toString(), "--token", token,
                "--name", "d1", "--dir", directory.toString(), "--server-ca", serverCa().toString()));
        arguments.addAll(List.of(more));
        return run(watch, Map.of(), "enroll", arguments.toArray(String[]::new));
    }

    Path serverCa() {
        return folder.resolve("server-ca.pem");
    }

    /** An agent that runs until the server retires it; its exit status. */
    CompletableFuture<Integer> agent() {
        return CompletableFuture.supplyAsync(() -> exit(DiskWatch.NONE, Map.of(), "run", "--dir", directory.toString(),
                "--tags", "site=north"), Thread::startVirtualThread);
    }

    /** What was said since the last command began, by an agent that was running before, too. */
    String told() {
        return told.toString(StandardCharsets.UTF_8).substring(begin);
    }

    void assertTold(String expected) {
        assertTrue(told().contains(expected), told());
    }

    /** The files of the identity, finished or not. */
    List<String> identityFiles() throws IOException {
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).map(file -> directory.relativize(file).toString())
                    .filter(file -> file.contains("identity")).sorted().toList();
        }
    }

    @Override
    public void close() {
        cloud.close();
    }
}
