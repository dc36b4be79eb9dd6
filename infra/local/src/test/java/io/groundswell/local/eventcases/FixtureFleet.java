package io.groundswell.local.eventcases;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundswell.domain.json.Sha256;
import io.groundswell.domain.name.DeviceRef;
import io.groundswell.handlers.aws.AwsClients;
import io.groundswell.handlers.table.DeviceRecord;
import io.groundswell.handlers.table.DeviceStore;
import io.groundswell.handlers.table.Evidence;
import io.groundswell.handlers.table.FleetStore;
import io.groundswell.handlers.table.FleetTable;
import io.groundswell.handlers.table.TokenStore;
import io.groundswell.handlers.table.Versioned;
import io.groundswell.local.LocalCloud;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * The fleet {@code plant-7} that the payloads are about.
 *
 * <p>What a payload cannot make known beforehand, certificates, tokens and keys, is put on record through the stores;
 * everything else is done by calls. A rollout's id follows from its Idempotency-Key, {@code events/<case>}, so the payloads
 * can name it.
 */
final class FixtureFleet {

    private static final String FLEET = "plant-7";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<String> LINE_A = List.of("pump-0002", "pump-0003", "pump-0004", "pump-0005", "pump-0006");
    private static final String AUTO = "{\"waves\":[{\"percent\":20},{\"percent\":100}]}";
    private static final String MANUAL = "{\"waves\":[{\"percent\":20,\"approval\":\"manual\"},{\"percent\":100}]}";
    private static final String MANUAL_SEPARATED =
            "{\"waves\":[{\"percent\":100,\"approval\":\"manual\"}],\"separation_of_duties\":true}";
    private static final String PROBE =
            "{\"type\":\"http\",\"target\":\"http://127.0.0.1:8080/health\",\"timeout_s\":10,\"attempts\":3,\"initial_delay_s\":5}";

    private final Operator operator;
    private final FleetStore fleets;
    private final DeviceStore devices;
    private final TokenStore tokens;

    FixtureFleet(LocalCloud cloud) {
        this.operator = new Operator(cloud);
        FleetTable table = new FleetTable(AwsClients.dynamoDb(), cloud.attribute("FleetTable", "Ref"));
        this.fleets = new FleetStore(table);
        this.devices = new DeviceStore(table);
        this.tokens = new TokenStore(table);
    }

    void prepare() {
        fleets.putKeys(FLEET, ExampleKeys.fleetKeys());
        JsonNode founded = operator.invoke("Publisher", EventFiles.read("Publisher/create-fleet"));
        assertEquals(201, founded.path("statusCode").asInt(), () -> "founding the fleet answered " + founded);
        artifacts();
        devices();
        groups();
        tokens();
        rollouts();
    }

    private void artifacts() {
        upload("vision-model", "2.3.1", "model", "model.onnx");
        operator.call("Publisher", 200, "POST /fleets/{fleet}/artifacts/{name}/{version}/publish",
                Map.of("fleet", FLEET, "name", "vision-model", "version", "2.3.1"), Map.of(), "");
        upload("edge-config", "1.0.7", "config", "config.json");
        declare("thermostat", "0.9.0", "config", "config.json");
    }

    private JsonNode declare(String name, String version, String kind, String file) {
        byte[] bytes = content(name, version);
        return operator.call(201, "POST /fleets/{fleet}/artifacts", Map.of("fleet", FLEET),
                "{\"name\":\"%s\",\"version\":\"%s\",\"kind\":\"%s\",\"filename\":\"%s\",\"size\":%d,\"sha256\":\"%s\"}"
                        .formatted(name, version, kind, file, bytes.length, Sha256.hex(bytes)));
    }

    private void upload(String name, String version, String kind, String file) {
        JsonNode upload = declare(name, version, kind, file).path("upload");
        HttpRequest.Builder put = HttpRequest.newBuilder(URI.create(upload.path("url").asText())).timeout(PATIENCE)
                .PUT(HttpRequest.BodyPublishers.ofByteArray(content(name, version)));
        upload.path("headers").properties().stream().filter(header -> !header.getKey().equals("content-length"))
                .forEach(header -> put.header(header.getKey(), header.getValue().asText()));
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> response = http.send(put.build(), HttpResponse.BodyHandlers.ofString());
            assertEquals(200, response.statusCode(), response::body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while uploading", e);
        }
    }

    private static byte[] content(String name, String version) {
        return (name + " " + version + " example bytes\n").getBytes(StandardCharsets.UTF_8);
    }

    private void devices() {
        enroll("pump-0001", presentedIn("DeviceApi/heartbeat"));
        enroll("pump-0008", presentedIn("DeviceApi/heartbeat-decommissioned"));
        IntStream.of(2, 3, 4, 5, 6, 9, 21).mapToObj("pump-%04d"::formatted)
                .forEach(name -> enroll(name, Sha256.hex(name.getBytes(StandardCharsets.US_ASCII))));
        operator.call(200, "POST /fleets/{fleet}/devices/{device}/decommission",
                Map.of("fleet", FLEET, "device", "pump-0008"), "");
    }

    private void enroll(String name, String fingerprint) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        DeviceRecord device = DeviceRecord.enrolled(new DeviceRef(FLEET, name), now,
                new DeviceRecord.Pin(fingerprint, Instant.parse("2098-12-31T23:59:59Z")));
        devices.save(new Versioned<>(device, 0), device,
                new Evidence("device.enrolled", "device:" + name, now, Map.of("device", name)));
    }

    /** The fingerprint of the certificate that a payload presents. */
    private static String presentedIn(String payload) {
        String pem = EventFiles.read(payload).at("/requestContext/authentication/clientCert/clientCertPem").asText();
        try {
            return Sha256.hex(CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII))).getEncoded());
        } catch (CertificateException e) {
            throw new IllegalStateException("events/" + payload + ".json must present an X.509 certificate", e);
        }
    }

    private void groups() {
        group("line-a", LINE_A, true);
        group("canary", List.of("pump-0001"), true);
        group("solo", List.of("pump-0021"), true);
        group("staging", List.of("pump-0002"), false);
        group("packing", List.of("pump-0005", "pump-0006"), false);
    }

    private void group(String name, List<String> members, boolean sealed) {
        operator.call(201, "POST /fleets/{fleet}/groups", Map.of("fleet", FLEET),
                "{\"name\":\"%s\",\"devices\":[\"%s\"],\"sealed\":%s}".formatted(name, String.join("\",\"", members), sealed));
    }

    private void tokens() {
        token("0f1e2d3c4b5a69788796");
        token("00112233445566778899");
        token("99887766554433221100");
        operator.call(200, "DELETE /fleets/{fleet}/enrollment-tokens/{id}",
                Map.of("fleet", FLEET, "id", "99887766554433221100"), "");
    }

    private void token(String id) {
        String secret = EventFiles.read("Enrollment/enroll").path("body").asText().split("~", 4)[3].substring(0, 43);
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        tokens.create(new TokenStore.Token(FLEET, id, Sha256.hex(secret.getBytes(StandardCharsets.US_ASCII)),
                        now.plus(Duration.ofHours(1)), 1, Optional.empty(), false),
                new Evidence("enrollment_token.created", "example", now, Map.of("id", id, "uses", 1)));
    }

    private void rollouts() {
        rollout("heartbeat", "canary", "{}", "in_progress");
        rollout("fleet-stream", "solo", "{}", "in_progress");
        for (String name : List.of("get-rollout", "halt-rollout", "resume-rollout", "abort-rollout", "open-wave",
                "watch-wave", "await-operator", "finish-rollout", "execution-stopped")) {
            rollout(name, "line-a", AUTO, "in_progress");
        }
        for (String name : List.of("approve-wave", "await-approval")) {
            rollout(name, "line-a", MANUAL, "waiting_for_approval");
        }
        rollout("approve-wave-by-creator", "line-a", MANUAL_SEPARATED, "waiting_for_approval");
        act("resume-rollout", "halt", "{\"reason\":\"example\"}");
        act("await-operator", "halt", "{\"reason\":\"example\"}");
        act("finish-rollout", "abort", "{}");
    }

    private void rollout(String name, String group, String strategy, String status) {
        String id = operator.call("OperatorApi", 201, "POST /fleets/{fleet}/rollouts", Map.of("fleet", FLEET),
                Map.of("idempotency-key", "events/" + name),
                "{\"artifact\":{\"name\":\"vision-model\",\"version\":\"2.3.1\"},\"group\":\"%s\",\"probe\":%s,\"strategy\":%s}"
                        .formatted(group, PROBE, strategy)).path("id").asText();
        await(name + " is " + status, () -> status(id).equals(status));
    }

    private void act(String name, String action, String body) {
        operator.call(200, "POST /fleets/{fleet}/rollouts/{id}/" + action, Map.of("fleet", FLEET, "id", id(name)), body);
    }

    static String id(String name) {
        return Sha256.hex((FLEET + "\nevents/" + name).getBytes(StandardCharsets.UTF_8)).substring(0, 24);
    }

    /** A rollout's status as the operator API tells it. */
    String status(String id) {
        return operator.call(200, "GET /fleets/{fleet}/rollouts/{id}", Map.of("fleet", FLEET, "id", id), "")
                .path("status").asText();
    }

    /** The types of a device's events, sorted; their order in the history follows the times in the payloads. */
    List<String> history(String device) {
        JsonNode events = operator.call(200, "GET /fleets/{fleet}/devices/{device}/history",
                Map.of("fleet", FLEET, "device", device), "").path("events");
        return IntStream.range(0, events.size()).mapToObj(i -> events.get(i).path("type").asText()).sorted().toList();
    }

    static void await(String what, BooleanSupplier condition) {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (!condition.getAsBoolean()) {
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError("waited " + PATIENCE + " and still not: " + what);
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }
}
