package io.groundswell.cli.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundswell.cli.api.OperatorApi;
import io.groundswell.cli.fleet.FleetCeremony;
import io.groundswell.domain.json.Sha256;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** A fleet whose devices are packaged agents, and its operator. */
final class Workshop implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final Stack stack;
    private final String fleet;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final FleetCeremony.Anchor anchor;

    Workshop(Stack stack, String fleet, Path folder) {
        this.stack = stack;
        this.fleet = fleet;
        this.anchor = new FleetCeremony(as("operator"), folder.resolve("keys"), InstantSource.system())
                .create(fleet, 1, 1);
    }

    OperatorApi as(String user) {
        return new OperatorApi(http, stack.operatorApi(), stack.user(user));
    }

    String path(String rest) {
        return "/fleets/" + fleet + rest;
    }

    String token() {
        return as("operator").post(path("/enrollment-tokens"), Map.of("uses", 1)).path("token").asText();
    }

    /** The flags that enrol a device here. */
    String[] enrollment(String name, String token) {
        return new String[] {"--server", stack.enrollApi().toString(), "--token", token, "--name", name,
            "--root-sha256", anchor.sha256(), "--server-ca", stack.caPem().toString()};
    }

    void group(String name, String... devices) {
        as("operator").post(path("/groups"), Map.of("name", name, "devices", List.of(devices)));
    }

    /** Publishes a model whose bytes name it. */
    void publish(String artifact, String version) {
        byte[] bytes = bytes(artifact, version);
        JsonNode declared = as("operator").post(path("/artifacts"), Map.of("name", artifact, "version", version, "kind",
                "model", "filename", "weights.bin", "size", bytes.length, "sha256", Sha256.hex(bytes)));
        as("operator").upload(declared.path("upload"), bytes);
        as("operator").post(path("/artifacts/" + artifact + "/" + version + "/publish"), Map.of());
    }

    static byte[] bytes(String artifact, String version) {
        return ("weights of " + artifact + " " + version).getBytes(StandardCharsets.UTF_8);
    }

    /** Creates a rollout that is probed by a program; returns its path. */
    String rollOut(String artifact, String version, String group, Path program) {
        JsonNode rollout = as("operator").post(path("/rollouts"), Map.of("artifact",
                Map.of("name", artifact, "version", version), "group", group, "probe",
                Map.of("type", "exec", "target", program.toString(), "timeout_s", 10, "attempts", 1)));
        return path("/rollouts/" + rollout.path("id").asText());
    }

    JsonNode awaitStatus(String rollout, String status) {
        return await(rollout, json -> json.path("status").asText().equals(status));
    }

    /** A resource once it is as expected. */
    JsonNode await(String resource, Predicate<JsonNode> expected) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            JsonNode json = as("auditor").get(resource);
            if (expected.test(json)) {
                return json;
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("unexpected " + resource + ": " + json);
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    /** What a device reported, in the order of its chain, as {@code artifact version state}. */
    List<String> reports(String device) {
        List<JsonNode> events = new ArrayList<>();
        as("auditor").get(path("/devices/" + device + "/history?limit=200")).path("events").forEach(events::add);
        return events.stream().filter(event -> event.path("data").has("state"))
                .sorted(Comparator.comparingLong(event -> event.path("sequence").asLong()))
                .map(event -> event.path("data")).map(data -> data.path("artifact").asText() + " "
                        + data.path("version").asText() + " " + data.path("state").asText()).toList();
    }

    @Override
    public void close() {
        http.close();
    }
}
