package io.groundswell.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundswell.cli.CommandFailed;
import io.groundswell.cli.api.Caller;
import io.groundswell.cli.api.OperatorApi;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A LocalCloud in a process of its own, found through its ready file and stopped with the demo. */
final class DemoStack implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(120);
    private static final long POLL_MS = 50;
    private static final long STOP_S = 10;
    private static final int LOG_LINES = 10;

    private final Process process;
    private final JsonNode ready;

    private DemoStack(Process process, JsonNode ready) {
        this.process = process;
        this.ready = ready;
    }

    /** Starts the stack with devices that call every second. */
    static DemoStack start(Path folder) {
        String home = System.getenv("GROUNDSWELL_HOME");
        if (home == null) {
            throw new CommandFailed("GROUNDSWELL_HOME must name the repository; start the demo with ./groundswell demo");
        }
        Path readyFile = folder.resolve("ready.json");
        Path log = log(folder);
        try {
            Process process = new ProcessBuilder(List.of(home + "/groundswell", "local",
                    "--ready-file", readyFile.toString(), "--parameter", "HeartbeatActiveSeconds=1",
                    "--parameter", "HeartbeatIdleSeconds=1"))
                    .redirectOutput(log.toFile()).redirectErrorStream(true).start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
            return new DemoStack(process, await(process, readyFile, log));
        } catch (IOException e) {
            throw new CommandFailed("the local stack could not be started: " + e.getMessage(), e);
        }
    }

    /** What LocalCloud prints besides its ready line. */
    static Path log(Path folder) {
        return folder.resolve("local.log");
    }

    private static JsonNode await(Process process, Path readyFile, Path log) throws IOException {
        long deadline = System.nanoTime() + START.toNanos();
        while (System.nanoTime() < deadline) {
            if (Files.exists(readyFile) && Files.size(readyFile) > 0) {
                return OperatorApi.parse(Files.readAllBytes(readyFile));
            }
            if (ended(process)) {
                throw new CommandFailed("the local stack ended before it was ready:\n" + lastLines(log));
            }
        }
        process.destroy();
        throw new CommandFailed("the local stack was not ready after " + START.toSeconds() + " s:\n" + lastLines(log));
    }

    private static String lastLines(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
    }

    private static boolean ended(Process process) {
        try {
            return process.waitFor(POLL_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailed("the demo was interrupted", e);
        }
    }

    OperatorApi as(String user, HttpClient http) {
        return new OperatorApi(http, URI.create(text("operator_api")), new Caller(key(user, "access_key"),
                key(user, "secret_key"), Optional.empty(), text("region")));
    }

    private String key(String user, String part) {
        return ready.path("users").path(user).path(part).asText();
    }

    /** What to try on it. */
    Hints hints() {
        return new Hints(ready);
    }

    String text(String name) {
        return ready.path(name).asText();
    }

    /** Blocks until the stack ends. */
    void join() {
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_S, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
