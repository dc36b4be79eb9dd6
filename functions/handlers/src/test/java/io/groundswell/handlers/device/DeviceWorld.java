package io.groundswell.handlers.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.groundswell.domain.artifact.Artifact;
import io.groundswell.domain.artifact.ArtifactContent;
import io.groundswell.domain.artifact.ArtifactKind;
import io.groundswell.domain.artifact.ArtifactStatus;
import io.groundswell.domain.name.ArtifactRef;
import io.groundswell.domain.name.DeviceRef;
import io.groundswell.domain.name.RolloutRef;
import io.groundswell.domain.rollout.Act;
import io.groundswell.domain.rollout.Decision;
import io.groundswell.domain.rollout.Rollout;
import io.groundswell.domain.rollout.Transition;
import io.groundswell.handlers.aws.PresignedDownloads;
import io.groundswell.handlers.group.GroupRoutes;
import io.groundswell.handlers.http.Route;
import io.groundswell.handlers.json.Json;
import io.groundswell.handlers.rollout.RolloutRoutes;
import io.groundswell.handlers.rollout.RolloutStores;
import io.groundswell.handlers.table.ArtifactStore;
import io.groundswell.handlers.table.AuditLog;
import io.groundswell.handlers.table.DeviceStore;
import io.groundswell.handlers.table.Evidence;
import io.groundswell.handlers.table.FleetStore;
import io.groundswell.handlers.table.FleetTable;
import io.groundswell.handlers.table.GroupMembers;
import io.groundswell.handlers.table.GroupStore;
import io.groundswell.handlers.table.RolloutStore;
import io.groundswell.handlers.table.TestDevices;
import io.groundswell.handlers.table.TokenStore;
import io.groundswell.handlers.table.Versioned;
import io.groundswell.handlers.table.WorkStore;
import io.groundswell.handlers.testing.Api;
import io.groundswell.handlers.testing.Api.Answer;
import io.groundswell.handlers.testing.CountedRequests;
import io.groundswell.handlers.testing.FakeKms;
import io.groundswell.handlers.testing.FakeS3;
import io.groundswell.handlers.testing.LocalTables;
import io.groundswell.handlers.testing.MovingClock;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** A fleet {@code f} with a device CA, its APIs, and devices that enrol like real ones. */
final class DeviceWorld {

    static final String ROOT = "{\"signatures\":[],\"signed\":{\"_type\":\"root\",\"version\":1}}";
    static final Instant START = Instant.parse("2026-03-01T09:30:00Z");

    final LocalTables tables = LocalTables.create();
    final CountedRequests requests = new CountedRequests(tables.dynamo());
    final FleetTable table = new FleetTable(requests.client(), tables.fleetTable());
    final TestDevices items = new TestDevices(tables);
    final FakeS3 s3 = new FakeS3();
    final FakeKms kms = new FakeKms();
    final MovingClock clock = new MovingClock(START);
    final Bucket bucket = new Bucket(s3, "bucket");
    final CaKey caKey = new CaKey(kms, kms.addKey());
    final DeviceStore devices = new DeviceStore(table);
    final WorkStore works = new WorkStore(table);
    final GroupStore groups = new GroupStore(table);
    final RolloutStore rollouts = new RolloutStore(table);
    final Retirement retirement = new Retirement(table, clock);
    final Api operator = Api.of(operatorRoutes());
    final Api enrollment;
    final Api device;
    private final Map<String, String> certificates = new ConcurrentHashMap<>();

    DeviceWorld() {
        items.fleet("f");
        putMetadata("1.root.json", ROOT);
        CaCertificate ca = CaCertificate.selfSigned("test device CA", caKey, START, new SecureRandom());
        enrollment = Api.of(EnrollmentHandler.routes(table, bucket,
                new DeviceCa(caKey, () -> ca, Duration.ofDays(90), new SecureRandom()),
                new Enrollment.Welcome("https://device.example", Duration.ofSeconds(5)), clock));
        device = Api.of(deviceRoutes());
    }

    /** The device API as another execution environment has it: with nothing remembered. */
    Map<String, Route> deviceRoutes() {
        S3Presigner presigner = S3Presigner.builder().region(Region.EU_CENTRAL_1).credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret"))).build();
        return DeviceApiHandler.routes(table, bucket, new PresignedDownloads(presigner, "bucket", Duration.ofMinutes(15)),
                new Heartbeat.Intervals(Duration.ofSeconds(5), Duration.ofSeconds(60)), clock);
    }

    private Map<String, Route> operatorRoutes() {
        FleetStore fleets = new FleetStore(table);
        Map<String, Route> routes = new HashMap<>();
        routes.putAll(new TokenRoutes(fleets, new TokenStore(table), new SecureRandom(), clock).routes());
        routes.putAll(new DeviceRoutes(fleets, table, new AuditLog(table, tables.auditTable()), clock).routes());
        routes.putAll(new GroupRoutes(fleets, groups, new GroupMembers(table, groups), clock).routes());
        routes.putAll(new RolloutRoutes(new RolloutStores(fleets, new ArtifactStore(table), groups, rollouts, works),
                Duration.ofDays(30), clock).routes());
        return routes;
    }

    void putMetadata(String file, String text) {
        s3.upload("tuf/f/metadata/" + file, text.getBytes(StandardCharsets.UTF_8), null);
    }

    /** A new token; {@code body} is JSON. */
    String token(String body) {
        Answer answer = operator.call("POST /fleets/{fleet=f}/enrollment-tokens", body);
        assertEquals(201, answer.status(), answer::error);
        return answer.text("token");
    }

    Answer enroll(String token, String name, String csr) {
        return enrollment.call("POST /enroll", json(Map.of("token", token, "name", name, "csr", csr)));
    }

    /** Enrols a device and returns its view of the device API. */
    Api enroll(String name) {
        Answer answer = enroll(token("{}"), name, TestKey.p256().csr());
        assertEquals(201, answer.status(), answer::error);
        certificates.put(name, answer.text("certificate"));
        return as(name);
    }

    /** The device API as a device that enrolled under this name calls it. */
    Api as(String name) {
        return device.withCertificate(certificateOf(name));
    }

    String certificateOf(String name) {
        return certificates.get(name);
    }

    Answer heartbeat(String name) {
        return as(name).call("POST /device/heartbeat");
    }

    Answer report(String name, RolloutRef rollout, String state) {
        return as(name).call("POST /device/reports", json(Map.of("rollout", rollout.id(), "state", state)));
    }

    Answer decommission(String name) {
        return operator.call("POST /fleets/{fleet=f}/devices/{device=" + name + "}/decommission");
    }

    void group(String name, List<String> members) {
        Answer answer = operator.call("POST /fleets/{fleet=f}/groups", json(Map.of("name", name, "devices", members)));
        assertEquals(201, answer.status(), answer::error);
    }

    /** A rollout of a published version of an artifact to a group; every wave's percent is given. */
    RolloutRef rollOut(String artifact, String version, String group, int... percents) {
        publish(new ArtifactRef(artifact, version));
        Map<String, Object> body = new LinkedHashMap<>(Map.of(
                "artifact", Map.of("name", artifact, "version", version), "group", group,
                "probe", Map.of("type", "file", "target", "/run/ok", "timeout_s", 5, "attempts", 2)));
        if (percents.length > 0) {
            body.put("strategy", Map.of("waves", Arrays.stream(percents).mapToObj(percent ->
                    Map.of("percent", percent)).toList()));
        }
        Answer answer = operator.call("POST /fleets/{fleet=f}/rollouts", json(body));
        assertEquals(201, answer.status(), answer::error);
        return new RolloutRef("f", answer.text("id"));
    }

    private void publish(ArtifactRef ref) {
        ArtifactStore artifacts = new ArtifactStore(table);
        if (artifacts.find("f", ref).isEmpty()) {
            artifacts.declare("f", new Artifact(ref, ArtifactKind.MODEL, new ArtifactContent("model.bin", 7, "ab".repeat(32)),
                    Map.of(), ArtifactStatus.DECLARED), START, new Evidence("artifact.declared", "test", START, Map.of()));
            artifacts.publish("f", artifacts.get("f", ref), new Evidence("artifact.published", "test", START, Map.of()));
        }
    }

    /** Opens the next wave as the workflow does. */
    void openWave(RolloutRef ref) {
        change(ref, rollout -> Act.on(rollout, new Decision.OpenWave(rollout.openWave() + 1)));
    }

    void change(RolloutRef ref, Function<Rollout, Transition> action) {
        Versioned<Rollout> read = rollouts.find(ref).orElseThrow();
        Transition.Changed changed = (Transition.Changed) action.apply(read.value());
        rollouts.save(read, changed.rollout(), new Evidence(changed.event(), "test", START, changed.data()));
    }

    /** State and revision of a device on a rollout, such as {@code healthy 2}; {@code none 0} for nothing. */
    String work(String name, RolloutRef rollout) {
        return works.find(new DeviceRef("f", name), rollout.id())
                .map(work -> work.value().state().word() + " " + work.rev()).orElse("none 0");
    }

    /** Runs just before the next transaction that writes an item whose key holds this text. */
    void beforeTransaction(String sortKey, Runnable action) {
        AtomicBoolean done = new AtomicBoolean();
        requests.before(request -> {
            if (request instanceof TransactWriteItemsRequest && request.toString().contains(sortKey)
                    && done.compareAndSet(false, true)) {
                action.run();
            }
            return request;
        });
    }

    static String json(Object value) {
        return new String(Json.write(value), StandardCharsets.UTF_8);
    }

    /** Runs the calls side by side and waits for all of them. */
    static <T> List<T> together(List<Supplier<T>> calls) {
        List<T> results = new CopyOnWriteArrayList<>();
        List<Thread> callers = calls.stream()
                .map(call -> Thread.ofPlatform().start(() -> results.add(call.get()))).toList();
        try {
            for (Thread caller : callers) {
                caller.join();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        assertEquals(calls.size(), results.size(), "every call must return");
        return results;
    }
}
