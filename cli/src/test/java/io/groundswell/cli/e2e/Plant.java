package io.groundswell.cli.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundswell.agent.connection.Assignment;
import io.groundswell.agent.connection.BoundedHttp;
import io.groundswell.agent.connection.DeviceConnection;
import io.groundswell.agent.connection.ServerTrust;
import io.groundswell.agent.enrollment.Enrollment;
import io.groundswell.agent.identity.Identity;
import io.groundswell.agent.report.Report;
import io.groundswell.cli.CommandFailed;
import io.groundswell.cli.api.OperatorApi;
import io.groundswell.cli.fleet.FleetCeremony;
import io.groundswell.domain.device.WorkState;
import io.groundswell.domain.json.Sha256;
import io.groundswell.domain.name.RolloutRef;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** A fleet of its own with devices that do what a test says, a sealed group {@code line} and artifact {@code app}. */
final class Plant implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final StackUnderTest stack;
    private final String fleet;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, DeviceConnection> devices = new HashMap<>();
    private final Map<String, Identity> identities = new HashMap<>();

    Plant(StackUnderTest stack, String fleet, Path folder, int devices) throws Exception {
        this.stack = stack;
        this.fleet = stack.newFleet(fleet);
        new FleetCeremony(as("operator"), folder, InstantSource.system()).create(this.fleet, 1, 1);
        List<String> names = IntStream.range(0, devices).mapToObj(i -> "d" + i).toList();
        enroll(names);
        as("operator").post(path("/groups"), Map.of("name", "line", "devices", names));
        publish("1.0.0");
    }

    OperatorApi as(String user) {
        return new OperatorApi(http, stack.operatorApi(), stack.user(user));
    }

    String path(String rest) {
        return "/fleets/" + fleet + rest;
    }

    void enroll(List<String> names) throws Exception {
        JsonNode token = as("operator").post(path("/enrollment-tokens"), Map.of("uses", names.size()));
        ServerTrust trust = stack.deviceApiTrust();
        for (String name : names) {
            Identity identity = new Enrollment(http, stack.enrollApi(), BoundedHttp.STANDARD)
                    .enroll(token.path("token").asText(), name);
            identities.put(name, identity);
            devices.put(name, new DeviceConnection(identity, trust, BoundedHttp.STANDARD, http, executor));
        }
    }

    /** The device with its own certificate and any body. */
    RawDevice raw(String device) throws Exception {
        return new RawDevice(identities.get(device), stack.deviceApiTrust().authorities());
    }

    void publish(String version) {
        byte[] bytes = ("app " + version).getBytes(StandardCharsets.UTF_8);
        JsonNode declared = as("operator").post(path("/artifacts"), Map.of("name", "app", "version", version, "kind",
                "config", "filename", "app.conf", "size", bytes.length, "sha256", Sha256.hex(bytes)));
        as("operator").upload(declared.path("upload"), bytes);
        as("operator").post(path("/artifacts/app/" + version + "/publish"), Map.of());
    }

    /** Creates a rollout; returns its path. */
    String rollOut(String version, Map<String, Object> strategy) {
        JsonNode rollout = as("operator").post(path("/rollouts"), Map.of("artifact",
                Map.of("name", "app", "version", version), "group", "line", "probe",
                Map.of("type", "file", "target", "/run/ok", "timeout_s", 5, "attempts", 1), "strategy", strategy));
        return path("/rollouts/" + rollout.path("id").asText());
    }

    static Map<String, Object> strategy(double tolerance, Object... percentAndApproval) {
        return Map.of("max_failure_rate", tolerance, "waves", IntStream.range(0, percentAndApproval.length / 2)
                .mapToObj(i -> Map.of("percent", percentAndApproval[2 * i], "approval", percentAndApproval[2 * i + 1]))
                .toList());
    }

    DeviceConnection device(String name) {
        return devices.get(name);
    }

    /** The devices of one wave in position order. */
    List<String> wave(String rollout, int wave) {
        return as("auditor").get(rollout + "/devices?limit=200&wave=" + wave).path("devices").findValuesAsText("device");
    }

    void report(String rollout, String device, WorkState state) {
        devices.get(device).report(new Report(id(rollout), state, Optional.empty()));
    }

    static String id(String rollout) {
        return rollout.substring(rollout.lastIndexOf('/') + 1);
    }

    /** Every device of a wave goes straight to this state. */
    void reportWave(String rollout, int wave, WorkState state) {
        wave(rollout, wave).forEach(device -> report(rollout, device, state));
    }

    JsonNode await(String rollout, String status) {
        return await(rollout, status, json -> true);
    }

    /** The rollout once it has this status and is as expected. */
    JsonNode await(String rollout, String status, Predicate<JsonNode> expected) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            JsonNode json = as("auditor").get(rollout);
            if (json.path("status").asText().equals(status) && expected.test(json)) {
                return json;
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("expected status " + status + ", found " + json);
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    /** What the artifact's history says of rollouts, as {@code type version}, once it says how they ended. */
    List<String> rolloutHistory(String end) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            List<String> history = new ArrayList<>();
            as("auditor").get(path("/artifacts/app/history?limit=200")).path("events")
                    .forEach(event -> history.add(event.path("type").asText() + " " + event.path("data").path("version").asText()));
            history.removeIf(event -> !event.startsWith("rollout."));
            if (!history.isEmpty() && history.getLast().startsWith(end)) {
                return history;
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("expected a history that ends with " + end + ", found " + history);
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    /** What a device is told once that is as expected. */
    List<Assignment> awaitWork(String device, Predicate<List<Assignment>> expected) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            List<Assignment> work = devices.get(device).heartbeat().assignments();
            if (expected.test(work)) {
                return work;
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("unexpected work for " + device + ": " + work);
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    /** The sentence of the refusal that a call must meet. */
    static String refusal(Runnable call) {
        try {
            call.run();
        } catch (CommandFailed refused) {
            return refused.getMessage();
        }
        throw new AssertionError("expected a refusal, found success");
    }

    @Override
    public void close() {
        devices.values().forEach(DeviceConnection::close);
        executor.shutdownNow();
        http.close();
    }
}
