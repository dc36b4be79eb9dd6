package io.groundswell.handlers.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.groundswell.domain.device.Liveness;
import io.groundswell.domain.name.DeviceRef;
import io.groundswell.domain.name.RolloutRef;
import io.groundswell.domain.rollout.AbortPolicy;
import io.groundswell.domain.rollout.OperatorAction;
import io.groundswell.handlers.http.HttpHandler;
import io.groundswell.handlers.testing.Api;
import io.groundswell.handlers.testing.Api.Answer;
import io.groundswell.handlers.testing.Template;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class HeartbeatTest {

    private static final Duration A_WHILE = Duration.ofSeconds(3);

    private final DeviceWorld world = new DeviceWorld();

    @Test
    @DisplayName("[R34] the functions answer exactly the template's routes")
    void answersTheTemplatesRoutes() {
        assertEquals(Template.load().routes("DeviceApi"), new TreeSet<>(world.deviceRoutes().keySet()));
        assertEquals(Template.load().routes("Enrollment"), new TreeSet<>(EnrollmentHandler.routes(world.table,
                world.bucket, null, null, world.clock).keySet()));
    }

    @Test
    @DisplayName("[R9] with nothing to do a heartbeat is one read, and a write only when last-seen is stale")
    void costsOneRead() {
        enroll("a", "b");
        world.group("line", List.of("a", "b"));
        RolloutRef ref = world.rollOut("vision", "1", "line", 50, 100);
        world.openWave(ref);
        String waiting = open(ref, "a") ? "b" : "a";
        world.heartbeat(waiting);
        world.requests.drain();

        assertEquals(200, world.heartbeat(waiting).status());
        assertEquals(List.of("BatchGetItem"), world.requests.drain());

        world.clock.move(Duration.ofSeconds(1));
        world.heartbeat(waiting);
        assertEquals(List.of("BatchGetItem"), world.requests.drain());

        world.clock.move(Duration.ofSeconds(4));
        world.heartbeat(waiting);
        assertEquals(List.of("Query", "BatchGetItem", "BatchGetItem", "UpdateItem"), world.requests.drain());
    }

    @Test
    @DisplayName("[R9] a fleet without rollouts costs a heartbeat one read as well")
    void costsOneReadWithoutRollouts() {
        enroll("a");
        world.heartbeat("a");
        world.requests.drain();
        world.heartbeat("a");
        assertEquals(List.of("BatchGetItem"), world.requests.drain());
    }

    @Test
    @DisplayName("[R9] the interval is short while work waits for the device and long otherwise")
    void intervalFollowsTheWork() {
        enroll("a");
        assertEquals(60, world.heartbeat("a").body().path("interval_s").asInt());
        world.group("line", List.of("a"));
        RolloutRef ref = world.rollOut("vision", "1", "line");
        world.clock.move(A_WHILE);
        assertEquals(5, world.heartbeat("a").body().path("interval_s").asInt());
        world.openWave(ref);
        world.report("a", ref, "healthy");
        world.clock.move(A_WHILE);
        assertEquals(60, world.heartbeat("a").body().path("interval_s").asInt());
    }

    @Test
    @DisplayName("[R29] an assignment names the rollout, what to do, the artifact and the probe")
    void describesTheWork() {
        enroll("a");
        world.group("line", List.of("a"));
        RolloutRef ref = world.rollOut("vision", "1", "line");
        world.openWave(ref);

        assertEquals(Map.of(
                "rollout", ref.id(), "action", "apply",
                "artifact", Map.of("name", "vision", "version", "1", "kind", "model", "target", "vision/1/model.bin",
                        "size", 7, "sha256", "ab".repeat(32)),
                "probe", Map.of("type", "file", "target", "/run/ok", "timeout_s", 5, "attempts", 2, "initial_delay_s", 0)),
                new ObjectMapper().convertValue(
                        world.heartbeat("a").body().path("assignments").get(0), Map.class));
    }

    @Test
    @DisplayName("[R20] a halt holds for new work at once, however fresh what the function remembers")
    void haltHoldsAtOnce() {
        enroll("a", "b");
        world.group("line", List.of("a", "b"));
        RolloutRef ref = world.rollOut("vision", "1", "line");
        world.openWave(ref);
        assertEquals(1, assignments(world.heartbeat("a")));
        world.report("a", ref, "downloading");

        world.change(ref, rollout -> OperatorAction.halt(rollout, world.rollouts.tallies(rollout), "stop"));

        assertEquals(0, assignments(world.heartbeat("b")));
        assertEquals(1, assignments(world.heartbeat("a")));
    }

    @Test
    @DisplayName("[R28] the newer rollout of an artifact waits for the older, also on other groups and versions")
    void olderRolloutFirst() {
        enroll("a");
        world.group("line", List.of("a"));
        world.group("hall", List.of("a"));
        RolloutRef older = world.rollOut("vision", "2", "line");
        world.clock.move(A_WHILE);
        RolloutRef newer = world.rollOut("vision", "1", "hall");
        world.clock.move(A_WHILE);
        RolloutRef other = world.rollOut("audio", "1", "hall");
        List.of(older, newer, other).forEach(world::openWave);

        assertEquals(List.of(older.id(), other.id()), offered("a"));

        world.change(older, rollout -> OperatorAction.abort(rollout, AbortPolicy.KEEP, DeviceWorld.START,
                Duration.ofDays(30)));
        world.clock.move(A_WHILE);
        assertEquals(List.of(newer.id(), other.id()), offered("a"));
    }

    @Test
    @DisplayName("[R28] an older rollout whose creation took its time holds new work back at once, however fresh what the function remembers")
    void lateOlderRolloutFirst() {
        enroll("a", "b");
        world.group("line", List.of("a", "b"));
        world.clock.move(Duration.ofSeconds(1));
        RolloutRef newer = world.rollOut("vision", "2", "line");
        world.openWave(newer);
        assertEquals(1, assignments(world.heartbeat("b")));

        world.clock.move(Duration.ofSeconds(-1));
        world.rollOut("vision", "1", "line");
        world.clock.move(Duration.ofSeconds(1));

        assertEquals(0, assignments(world.heartbeat("a")));
    }

    @Test
    @DisplayName("[R22] after an abort with policy revert a healthy device is told to revert, until it has")
    void offersReversals() {
        enroll("a", "b");
        world.group("line", List.of("a", "b"));
        RolloutRef ref = world.rollOut("vision", "1", "line");
        world.openWave(ref);
        world.report("a", ref, "healthy");
        world.report("b", ref, "downloading");
        world.change(ref, rollout -> OperatorAction.abort(rollout, AbortPolicy.REVERT, world.clock.instant(),
                Duration.ofDays(30)));
        world.clock.move(A_WHILE);

        assertEquals("revert", world.heartbeat("a").body().path("assignments").get(0).path("action").asText());
        assertEquals(0, assignments(world.heartbeat("b")));
        assertEquals(5, world.heartbeat("b").body().path("interval_s").asInt());
        world.report("b", ref, "healthy");
        assertEquals("revert", world.heartbeat("b").body().path("assignments").get(0).path("action").asText());

        assertEquals(200, world.report("a", ref, "reverted").status());
        assertEquals(200, world.report("b", ref, "revert_skipped").status());
        assertEquals(0, assignments(world.heartbeat("a")));
        assertEquals(0, assignments(world.heartbeat("b")));
    }

    @Test
    @DisplayName("[R6] a device gets nothing from another fleet's rollouts, whatever headers and bodies say")
    void identityComesFromTheCertificate() {
        enroll("a");
        Answer answer = world.as("a").call("POST /device/heartbeat", "{\"fleet\":\"g\",\"device\":\"b\"}");
        assertEquals(400, answer.status());
        assertEquals(401, new Api(new HttpHandler(world.deviceRoutes()) {
        }).call("POST /device/heartbeat").status());
        assertEquals("certificate_not_in_force", world.device.withCertificate("no PEM").call("POST /device/heartbeat")
                .text("code"));
    }

    @Test
    @DisplayName("[R10] a decommissioned device gets 401 decommissioned on every route, whatever it sends")
    void refusesDecommissionedDevices() {
        enroll("a");
        world.decommission("a");
        for (String route : List.of("POST /device/heartbeat", "POST /device/register", "POST /device/reports",
                "GET /device/tuf/{file=timestamp.json}", "GET /device/targets/{path+=a/1/b}")) {
            for (String body : List.of("{}", "{\"color\":1}", "no json")) {
                Answer answer = world.as("a").call(route, body);
                assertEquals(401, answer.status(), route);
                assertEquals("decommissioned", answer.text("code"), route);
            }
        }
        assertEquals("decommissioned", world.enrollment.withCertificate(world.certificateOf("a"))
                .call("POST /device/certificate", "{}").text("code"));
    }

    @Test
    @DisplayName("[R9] a device is shown as offline when it was silent for three intervals, and is still live")
    void showsOfflineDevices() {
        enroll("a");
        assertEquals("active", shown("a").text("status"));
        world.clock.move(Duration.ofSeconds(15));
        assertEquals("offline", shown("a").text("status"));
        world.heartbeat("a");
        assertEquals("active", shown("a").text("status"));
        assertEquals("2026-03-01T09:30:15.000Z", shown("a").text("last_seen"));
        world.clock.move(Duration.ofSeconds(180));
        assertEquals("offline", shown("a").text("status"));
        world.group("line", List.of("a"));
        assertEquals(1, world.operator.call("GET /fleets/{fleet=f}/groups/{group=line}").body().path("members").asInt());
    }

    @Test
    @DisplayName("[R9] a heartbeat that was overtaken does not turn last-seen back")
    void lastSeenNeverGoesBack() {
        enroll("a");
        DeviceRef a = new DeviceRef("f", "a");
        world.devices.saw(a, new Liveness(DeviceWorld.START.plusSeconds(9), Duration.ofSeconds(5)));
        world.devices.saw(a, new Liveness(DeviceWorld.START.plusSeconds(8), Duration.ofSeconds(60)));
        assertEquals(DeviceWorld.START.plusSeconds(9), world.devices.seen("f", List.of("a")).get("a").seenAt());
    }

    private Answer shown(String device) {
        return world.operator.call("GET /fleets/{fleet=f}/devices/{device=" + device + "}");
    }

    private void enroll(String... names) {
        for (String name : names) {
            world.enroll(name);
        }
    }

    private boolean open(RolloutRef ref, String device) {
        return world.heartbeat(device).body().path("assignments").findValuesAsText("rollout").contains(ref.id());
    }

    private List<String> offered(String device) {
        return world.heartbeat(device).body().path("assignments").findValuesAsText("rollout");
    }

    private static int assignments(Answer heartbeat) {
        assertEquals(200, heartbeat.status(), heartbeat::text);
        return heartbeat.body().path("assignments").size();
    }
}
