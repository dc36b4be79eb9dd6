package io.groundswell.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundswell.agent.connection.BoundedHttp;
import io.groundswell.agent.connection.DeviceConnection;
import io.groundswell.agent.connection.Registration;
import io.groundswell.agent.connection.ServerTrust;
import io.groundswell.agent.enrollment.Enrollment;
import io.groundswell.cli.CommandFailed;
import io.groundswell.cli.api.CallRefused;
import io.groundswell.cli.api.OperatorApi;
import io.groundswell.cli.device.LocalTrust;
import io.groundswell.cli.fleet.FleetCeremony;
import io.groundswell.domain.json.Sha256;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** A LocalCloud that logs its requests, with one fleet on it, its devices and its artifact. */
final class TestBench implements AutoCloseable {

    static final String FLEET = "bench";
    static final String ARTIFACT = "app";
    /** As many names as one call takes (R11). */
    private static final int NAMES = 5_000;
    /** Devices that share a token, so that its count of uses is nobody's bottleneck. */
    private static final int SHARE_A_TOKEN = 100;
    private static final BoundedHttp PATIENT = new BoundedHttp(Duration.ofSeconds(60), 4 << 20);
    private static final Duration MOST = Duration.ofMinutes(10);
    private static final Duration POLL = Duration.ofMillis(5);

    private final LocalProcess local;
    private final RequestCounts requests;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, LightDevice> devices = new ConcurrentHashMap<>();

    private TestBench(LocalProcess local, Path requestLog) {
        this.local = local;
        this.requests = new RequestCounts(requestLog);
    }

    /**
     * Starts the stack and founds the fleet.
     *
     * @param launcher command that starts LocalCloud
     * @param folder for what the stack writes
     * @param flags of LocalCloud besides the request log
     */
    static TestBench start(List<String> launcher, Path folder, List<String> flags) {
        Path requestLog = folder.resolve("requests.jsonl");
        List<String> all = new ArrayList<>(flags);
        all.addAll(List.of("--request-log", requestLog.toString(), "--parameter", "EnrollRatePerSecond=100000"));
        TestBench bench = new TestBench(LocalProcess.start(launcher, folder, all), requestLog);
        try {
            new FleetCeremony(bench.operator(), folder.resolve("keys"), InstantSource.system()).create(FLEET, 1, 1);
            bench.publish("1.0.0");
            return bench;
        } catch (RuntimeException e) {
            bench.close();
            throw e;
        }
    }

    OperatorApi operator() {
        return local.as("operator", http);
    }

    OperatorApi approver() {
        return local.as("approver", http);
    }

    AwsApi aws() {
        return new AwsApi(http, URI.create(local.text("aws_endpoint")), local.owner());
    }

    RequestCounts requests() {
        return requests;
    }

    /** What the stack has taken of the processors so far. */
    Duration processorTime() {
        return local.processorTime();
    }

    LightDevice device(String name) {
        return devices.get(name);
    }

    static String path(String rest) {
        return "/fleets/" + FLEET + rest;
    }

    /** Enrols and registers devices, each with a key and a certificate of its own, as many at once as there are processors. */
    void enroll(List<String> names) {
        ServerTrust trust = LocalTrust.read(Path.of(local.text("ca_pem")));
        Enrollment enrollment = new Enrollment(http, URI.create(local.text("enroll_api")), PATIENT);
        List<List<String>> shares = new ArrayList<>();
        for (int from = 0; from < names.size(); from += SHARE_A_TOKEN) {
            shares.add(names.subList(from, Math.min(from + SHARE_A_TOKEN, names.size())));
        }
        shares.parallelStream().forEach(share -> {
            String token = operator().post(path("/enrollment-tokens"), Map.of("uses", share.size())).path("token").asText();
            share.forEach(name -> devices.put(name, registered(new LightDevice(name,
                    new DeviceConnection(enrollment.enroll(token, name), trust, PATIENT, http, executor)))));
        });
    }

    /** As agents do right after they were enrolled; what comes later resumes the TLS session of this call. */
    private static LightDevice registered(LightDevice device) {
        device.connection().register(new Registration("bench", Map.of("board", "virtual"), Map.of(), Map.of()));
        device.rest();
        return device;
    }

    /** Makes a sealed group, in as many calls as its size takes. */
    void group(String name, List<String> members) {
        int first = Math.min(NAMES, members.size());
        JsonNode made = completed(path("/groups"),
                Map.of("name", name, "devices", members.subList(0, first), "sealed", first == members.size()));
        for (int from = first; from < members.size(); from += NAMES) {
            completed(path("/groups/" + name + "/devices"),
                    Map.of("devices", members.subList(from, Math.min(from + NAMES, members.size()))));
        }
        if (!made.path("sealed").asBoolean()) {
            made = completed(path("/groups/" + name + "/seal"), Map.of());
        }
        if (made.path("members").asInt() != members.size()) {
            throw new CommandFailed("group " + name + ": expected " + members.size() + " members, found " + made);
        }
    }

    /** A call that may be repeated to complete one that the gateway gave up waiting for. */
    private JsonNode completed(String path, Map<String, ?> body) {
        long deadline = System.nanoTime() + MOST.toNanos();
        while (true) {
            try {
                return operator().post(path, body);
            } catch (CallRefused refused) {
                if (!refused.isPassing() || System.nanoTime() > deadline) {
                    throw refused;
                }
            }
        }
    }

    private void publish(String version) {
        byte[] bytes = (ARTIFACT + " " + version).getBytes(StandardCharsets.UTF_8);
        JsonNode declared = operator().post(path("/artifacts"), Map.of("name", ARTIFACT, "version", version, "kind", "config",
                "filename", "app.conf", "size", bytes.length, "sha256", Sha256.hex(bytes)));
        operator().upload(declared.path("upload"), bytes);
        operator().post(path("/artifacts/" + ARTIFACT + "/" + version + "/publish"), Map.of());
    }

    /** Creates a rollout to a group; returns its id. */
    String rollOut(String group, List<Map<String, Object>> waves) {
        return operator().post(path("/rollouts"), Map.of("artifact", Map.of("name", ARTIFACT, "version", "1.0.0"), "group", group,
                "probe", Map.of("type", "file", "target", "/run/app.ok", "timeout_s", 5, "attempts", 1),
                "strategy", Map.of("waves", waves))).path("id").asText();
    }

    static Map<String, Object> wave(double percent, String approval) {
        return Map.of("percent", percent, "approval", approval);
    }

    JsonNode rollout(String id) {
        return operator().get(path("/rollouts/" + id));
    }

    /** The rollout once it is as expected. */
    JsonNode await(String id, String what, Predicate<JsonNode> expected) {
        long deadline = System.nanoTime() + MOST.toNanos();
        while (true) {
            JsonNode rollout = rollout(id);
            if (expected.test(rollout)) {
                return rollout;
            }
            if (System.nanoTime() > deadline) {
                throw new CommandFailed("expected rollout " + id + " to be " + what + ", found " + rollout);
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    JsonNode awaitStatus(String id, String status) {
        return await(id, status, rollout -> rollout.path("status").asText().equals(status));
    }

    JsonNode awaitWave(String id, int wave) {
        return await(id, "in wave " + wave, rollout -> rollout.path("open_wave").asInt() >= wave
                && rollout.path("status").asText().equals("in_progress"));
    }

    @Override
    public void close() {
        devices.values().forEach(LightDevice::rest);
        local.close();
        executor.shutdownNow();
        http.close();
    }
}
