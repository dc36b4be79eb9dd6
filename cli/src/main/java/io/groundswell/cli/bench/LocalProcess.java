package io.groundswell.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundswell.cli.CommandFailed;
import io.groundswell.cli.api.Caller;
import io.groundswell.cli.api.OperatorApi;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** A LocalCloud in a process of its own, on fixed ports, that can be killed and started again. */
final class LocalProcess implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(LocalProcess.class.getName());
    private static final Duration START = Duration.ofSeconds(180);
    private static final long POLL_MS = 50;
    private static final int FIRST_PORT = 20_000;
    private static final int LAST_PORT = 32_000;
    private static final long STOP_S = 60;

    private final List<String> command = new ArrayList<>();
    private final Path readyFile;
    private final Path log;
    private volatile Process process;
    private volatile JsonNode ready;

    private LocalProcess(List<String> launcher, Path folder, List<String> flags) {
        this.readyFile = folder.resolve("ready.json");
        this.log = folder.resolve("local.log");
        command.addAll(launcher);
        command.addAll(List.of("--ready-file", readyFile.toString()));
        for (String port : List.of("--operator-port", "--device-port", "--aws-port")) {
            command.addAll(List.of(port, Integer.toString(freePort())));
        }
        command.addAll(flags);
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    }

    /** How the launcher of this repository starts LocalCloud, as it is built now and however often. */
    static List<String> launcher(String... javaOptions) {
        String home = Optional.ofNullable(System.getenv("GROUNDSWELL_HOME")).orElseThrow(() -> new CommandFailed(
                "GROUNDSWELL_HOME must name the repository; start the benchmark with ./groundswell bench"));
        return List.of("env", "GROUNDSWELL_BUILD=never", "GROUNDSWELL_JAVA_OPTS=" + String.join(" ", javaOptions),
                home + "/groundswell", "local");
    }

    /**
     * Starts a stack.
     *
     * @param launcher command that starts LocalCloud
     * @param folder for its ready file and its log
     * @param flags of LocalCloud
     */
    static LocalProcess start(List<String> launcher, Path folder, List<String> flags) {
        LocalProcess local = new LocalProcess(launcher, folder, flags);
        local.start();
        return local;
    }

    /** Starts it, or starts it again where it was killed. */
    void start() {
        try {
            Files.deleteIfExists(readyFile);
            process = new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())).start();
            ready = await();
        } catch (IOException e) {
            throw new CommandFailed("the local stack could not be started: " + e.getMessage(), e);
        }
    }

    /** Kills LocalCloud without a word. */
    void kill() {
        process.destroyForcibly();
        ended(STOP_S * 1000);
    }

    /** The functions' processes that run now. */
    List<ProcessHandle> functions() {
        return process.toHandle().children().toList();
    }

    boolean alive() {
        return process.isAlive();
    }

    /** What it has taken of the processors so far. */
    Duration processorTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    OperatorApi as(String user, HttpClient http) {
        JsonNode key = ready.path("users").path(user);
        return new OperatorApi(http, URI.create(text("operator_api")), caller(key));
    }

    /** The account's owner. */
    Caller owner() {
        return caller(ready.path("aws"));
    }

    String text(String name) {
        return ready.path(name).asText();
    }

    Path log() {
        return log;
    }

    private Caller caller(JsonNode key) {
        return new Caller(key.path("access_key").asText(), key.path("secret_key").asText(), Optional.empty(), text("region"));
    }

    private JsonNode await() throws IOException {
        long deadline = System.nanoTime() + START.toNanos();
        while (System.nanoTime() < deadline) {
            if (Files.exists(readyFile)) {
                return OperatorApi.parse(Files.readAllBytes(readyFile));
            }
            if (ended(POLL_MS)) {
                throw new CommandFailed("the local stack ended before it was ready; its log is " + log);
            }
        }
        throw new CommandFailed("the local stack was not ready after " + START.toSeconds() + " s; its log is " + log);
    }

    private boolean ended(long millis) {
        try {
            return process.waitFor(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailed("interrupted", e);
        }
    }

    /** A port that no client's connection is given by chance while LocalCloud is dead: below the range that Linux takes those from. */
    private static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                LOG.log(System.Logger.Level.DEBUG, "port " + port + " is taken", taken);
            }
        }
    }

    @Override
    public void close() {
        Process running = process;
        if (running != null && running.isAlive()) {
            running.destroy();
            try {
                if (!running.waitFor(STOP_S, TimeUnit.SECONDS)) {
                    running.destroyForcibly().waitFor();
                }
            } catch (InterruptedException e) {
                running.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }
}
