package io.groundswell.handlers.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.domain.name.DeviceRef;
import io.groundswell.domain.name.RolloutRef;
import io.groundswell.domain.rollout.AbortPolicy;
import io.groundswell.domain.rollout.OperatorAction;
import io.groundswell.handlers.testing.Api.Answer;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;

class ReportsTest {

    private final DeviceWorld world = new DeviceWorld();

    private RolloutRef opened() {
        world.enroll("a");
        world.group("line", List.of("a"));
        RolloutRef ref = world.rollOut("vision", "1", "line");
        world.openWave(ref);
        return ref;
    }

    @Test
    @DisplayName("[R26] a report is answered with the state on record, one revision for each transition")
    void recordsTransitions() {
        RolloutRef ref = opened();
        for (String state : List.of("downloading", "verifying", "applying", "healthy")) {
            Answer answer = world.report("a", ref, state);
            assertEquals(200, answer.status(), answer::text);
            assertEquals(state, answer.text("state"));
            assertEquals(ref.id(), answer.text("rollout"));
        }
        assertEquals("healthy 4", world.work("a", ref));
    }

    @Test
    @DisplayName("[R27] the same state again, or a non-terminal one after a terminal one, is 200 and changes nothing")
    void repeatsChangeNothing() {
        RolloutRef ref = opened();
        world.report("a", ref, "applying");
        assertEquals("applying", world.report("a", ref, "applying").text("state"));
        assertEquals("applying 1", world.work("a", ref));
        world.report("a", ref, "healthy");
        Answer late = world.report("a", ref, "verifying");
        assertEquals(200, late.status());
        assertEquals("healthy", late.text("state"));
        assertEquals("healthy 2", world.work("a", ref));
    }

    @Test
    @DisplayName("[R27] a different terminal state after a terminal one is 409")
    void terminalStatesStay() {
        RolloutRef ref = opened();
        world.report("a", ref, "healthy");
        assertEquals(409, world.report("a", ref, "failed").status());
        assertEquals(409, world.report("a", ref, "reverted").status());
        assertEquals("healthy 1", world.work("a", ref));
    }

    @Test
    @DisplayName("[R27] a report on a rollout that does not exist or does not include the device is 404")
    void refusesForeignRollouts() {
        RolloutRef ref = opened();
        world.enroll("stranger");
        assertEquals(404, world.report("stranger", ref, "healthy").status());
        assertEquals(404, world.report("a", new RolloutRef("f", "nothing"), "healthy").status());
        assertEquals("none 0", world.work("stranger", ref));
    }

    @Test
    @DisplayName("[R27] a report before the device's wave is open is 409")
    void refusesReportsOnUnopenedWaves() {
        world.enroll("a");
        world.group("line", List.of("a"));
        RolloutRef ref = world.rollOut("vision", "1", "line");
        assertEquals(409, world.report("a", ref, "downloading").status());
        assertEquals("none 0", world.work("a", ref));
        world.openWave(ref);
        assertEquals(200, world.report("a", ref, "downloading").status());
    }

    @Test
    @DisplayName("[R28] a report on a rollout that an older one holds back is 409, and not a moment longer")
    void refusesHeldBackWork() {
        RolloutRef older = opened();
        world.clock.move(Duration.ofSeconds(3));
        RolloutRef newer = world.rollOut("vision", "2", "line");
        world.openWave(newer);
        world.heartbeat("a");
        assertEquals(409, world.report("a", newer, "downloading").status());

        world.change(older, rollout -> OperatorAction.abort(rollout, AbortPolicy.KEEP, world.clock.instant(),
                Duration.ofDays(30)));

        assertEquals(200, world.report("a", newer, "downloading").status());
    }

    @Test
    @DisplayName("[R27] work that was started may be reported whatever the rollout's state, also when it left the index")
    void startedWorkMayBeReported() {
        RolloutRef ref = opened();
        world.report("a", ref, "applying");
        world.change(ref, rollout -> OperatorAction.abort(rollout, AbortPolicy.KEEP, world.clock.instant(),
                Duration.ofDays(30)));
        world.rollouts.dropFromActive(world.rollouts.find(ref).orElseThrow());
        world.clock.move(Duration.ofSeconds(3));

        assertEquals("healthy", world.report("a", ref, "healthy").text("state"));
    }

    @Test
    @DisplayName("[R20] work that was offered before a halt may be reported for the first time after it")
    void firstReportAfterAHalt() {
        RolloutRef ref = opened();
        world.change(ref, rollout -> OperatorAction.halt(rollout, world.rollouts.tallies(rollout), "stop"));
        assertEquals(200, world.report("a", ref, "downloading").status());
    }

    @Test
    @DisplayName("[R26] past 50 recorded transitions non-terminal reports are answered but not recorded")
    void oneDeviceCannotFloodTheLog() {
        RolloutRef ref = opened();
        for (int i = 0; i < 30; i++) {
            world.report("a", ref, "downloading");
            world.report("a", ref, "verifying");
        }
        assertEquals("verifying 50", world.work("a", ref));
        assertEquals("verifying", world.report("a", ref, "downloading").text("state"));
        assertEquals("healthy", world.report("a", ref, "healthy").text("state"));
        assertEquals("healthy 51", world.work("a", ref));
    }

    @Test
    @DisplayName("[R4] a detail is recorded only as a reason code; text that a probe could have printed never is")
    void recordsReasonCodesOnly() {
        RolloutRef ref = opened();
        assertEquals(200, detailed(ref, "applying", "probe said: password=hunter2").status());
        assertEquals(200, detailed(ref, "rolled_back", "probe_timeout").status());

        world.tables.dynamo().scanPaginator(scan -> scan.tableName(world.tables.fleetTable())).items()
                .forEach(item -> assertFalse(item.toString().contains("hunter2")));
        assertEquals("probe_timeout", world.works.find(new DeviceRef("f", "a"), ref.id()).orElseThrow().value()
                .detail().orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"rollout\":\"r\"}", "{\"rollout\":\"r\",\"state\":\"excluded\"}",
            "{\"rollout\":\"r\",\"state\":\"none\"}", "{\"rollout\":\"r\",\"state\":\"pending\"}",
            "{\"rollout\":\"a#b\",\"state\":\"healthy\"}", "{\"rollout\":\"r\",\"state\":\"healthy\",\"wave\":1}",
            "{\"rollout\":\"r\",\"state\":\"healthy\",\"detail\":1}", "[1]", "{\"rollout\":1,\"state\":\"healthy\"}"})
    @DisplayName("[R35] a malformed report is a 400 that writes nothing")
    void refusesMalformedReports(String body) {
        world.enroll("a");
        int before = world.items.count();
        assertEquals(400, world.as("a").call("POST /device/reports", body).status());
        assertEquals(400, world.as("a").call("POST /device/reports", DeviceWorld.json(Map.of("rollout", "r",
                "state", "healthy", "detail", "x".repeat(1025)))).status());
        assertEquals(before, world.items.count());
    }

    @Test
    @DisplayName("[R27] a report is two reads at most and one write of one unit, with the longest names")
    void costsOneWriteUnit() {
        String longest = "n".repeat(64);
        world.enroll(longest);
        world.group("g".repeat(64), List.of(longest));
        RolloutRef ref = world.rollOut("a".repeat(64), "v".repeat(64), "g".repeat(64));
        world.openWave(ref);
        world.requests.drain();

        Answer answer = world.as(longest).call("POST /device/reports", DeviceWorld.json(Map.of("rollout", ref.id(),
                "state", "rolled_back", "detail", "c".repeat(64))));

        assertEquals(200, answer.status(), answer::text);
        List<DynamoDbRequest> requests = world.requests.drainRequests();
        assertEquals(List.of("Query", "BatchGetItem", "BatchGetItem", "PutItem"), requests.stream()
                .map(request -> request.getClass().getSimpleName().replace("Request", "")).toList());
        PutItemRequest put = (PutItemRequest) requests.getLast();
        assertEquals(1.0, world.tables.dynamo().putItem(put.toBuilder().conditionExpression(null)
                .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL).build()).consumedCapacity().capacityUnits());
    }

    @Test
    @DisplayName("[R27] the same report many times in parallel is recorded once and always answered alike")
    void duplicatesInParallelAreOne() {
        RolloutRef ref = opened();
        List<Supplier<Answer>> calls = Collections.nCopies(12, () -> world.report("a", ref, "healthy"));

        List<Answer> answers = DeviceWorld.together(calls);

        assertTrue(answers.stream().allMatch(answer -> answer.status() == 200 && answer.text("state").equals("healthy")));
        assertEquals("healthy 1", world.work("a", ref));
    }

    @Test
    @DisplayName("[R27] of contradicting terminal reports in parallel one is recorded and the others are 409")
    void oneTerminalStateWins() {
        RolloutRef ref = opened();
        List<Supplier<Answer>> calls = IntStream.range(0, 12).<Supplier<Answer>>mapToObj(i -> () ->
                world.report("a", ref, i % 2 == 0 ? "healthy" : "failed")).toList();

        List<Integer> statuses = DeviceWorld.together(calls).stream().map(Answer::status).toList();

        assertEquals(6, Collections.frequency(statuses, 200), statuses::toString);
        assertEquals(6, Collections.frequency(statuses, 409), statuses::toString);
        assertTrue(Stream.of("healthy 1", "failed 1").toList().contains(world.work("a", ref)));
    }

    private Answer detailed(RolloutRef ref, String state, String detail) {
        return world.as("a").call("POST /device/reports",
                DeviceWorld.json(Map.of("rollout", ref.id(), "state", state, "detail", detail)));
    }
}
