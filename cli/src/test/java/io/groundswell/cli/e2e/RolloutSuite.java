package io.groundswell.cli.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundswell.agent.connection.Refused;
import io.groundswell.domain.device.WorkState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Whole rollouts over HTTP, mutual TLS, the table's stream and the deployed state machine. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RolloutSuite {

    @TempDir
    private Path keys;

    private StackUnderTest stack;

    /** The stack to run on. */
    abstract StackUnderTest open() throws Exception;

    @BeforeAll
    void start() throws Exception {
        stack = open();
    }

    @AfterAll
    void stop() {
        try {
            if (stack != null) {
                stack.close();
            }
        } finally {
            release();
        }
    }

    /** Gives back what the stack stood on. */
    void release() {
    }

    private Plant plant(TestInfo test, int devices) throws Exception {
        Path folder = Files.createTempDirectory(keys, "plant-");
        return new Plant(stack, test.getTestMethod().orElseThrow().getName(), folder, devices);
    }

    @Test
    @DisplayName("[R17] [R18] [R24] canary, gate, everything: the gate takes its own wave from an approver only")
    void canaryGateAll(TestInfo test) throws Exception {
        try (Plant plant = plant(test, 10)) {
            String rollout = plant.rollOut("1.0.0", Plant.strategy(0, 10, "auto", 50, "manual", 100, "auto"));
            plant.await(rollout, "in_progress");
            plant.reportWave(rollout, 0, WorkState.HEALTHY);
            plant.await(rollout, "waiting_for_approval");

            assertTrue(Plant.refusal(() -> plant.as("operator").post(rollout + "/approve", Map.of("wave", 1)))
                    .contains("answered 403: Forbidden"));
            assertTrue(Plant.refusal(() -> plant.as("approver").post(rollout + "/approve", Map.of("wave", 2)))
                    .contains("answered 409: "));
            plant.as("approver").post(rollout + "/approve", Map.of("wave", 1));
            plant.await(rollout, "in_progress", json -> json.path("open_wave").asInt() == 1);
            plant.reportWave(rollout, 1, WorkState.HEALTHY);
            plant.await(rollout, "in_progress", json -> json.path("open_wave").asInt() == 2);
            plant.reportWave(rollout, 2, WorkState.HEALTHY);

            JsonNode end = plant.await(rollout, "succeeded");
            assertEquals(List.of("1", "4", "5"), end.path("waves").findValuesAsText("healthy"));
            assertTrue(Plant.refusal(() -> plant.as("approver").post(rollout + "/resume", Map.of()))
                    .contains("answered 409: "));
        }
    }

    @Test
    @DisplayName("[R17] a manual first wave serves nothing before its approval")
    void manualFirstWave(TestInfo test) throws Exception {
        try (Plant plant = plant(test, 2)) {
            String rollout = plant.rollOut("1.0.0", Plant.strategy(0, 100, "manual"));
            plant.await(rollout, "waiting_for_approval");
            assertEquals(List.of(), plant.device("d0").heartbeat().assignments());

            plant.as("approver").post(rollout + "/approve", Map.of("wave", 0));
            plant.await(rollout, "in_progress");

            assertEquals(1, awaitAssignments(plant, "d0"));
        }
    }

    @Test
    @DisplayName("[R19] [R20] [R21] [R33] halts mid-wave, serves nothing new, resumes and halts again only on a new failure")
    void haltAndResume(TestInfo test) throws Exception {
        try (Plant plant = plant(test, 4)) {
            String rollout = plant.rollOut("1.0.0", Plant.strategy(0, 100, "auto"));
            plant.await(rollout, "in_progress");
            plant.report(rollout, "d0", WorkState.APPLYING);
            plant.report(rollout, "d1", WorkState.ROLLED_BACK);

            JsonNode halted = plant.await(rollout, "halted");
            assertEquals("{\"reason\":\"tolerance_exceeded\",\"wave\":0,\"failures\":1,\"devices\":4,\"tolerance\":0}",
                    halted.path("halt").toString());
            assertEquals(List.of(), plant.device("d2").heartbeat().assignments());
            assertEquals(1, awaitAssignments(plant, "d0"));
            plant.as("approver").post(rollout + "/resume", Map.of());
            plant.await(rollout, "in_progress");
            assertEquals(1, awaitAssignments(plant, "d2"));
            plant.report(rollout, "d2", WorkState.FAILED);
            plant.await(rollout, "halted");
            plant.report(rollout, "d0", WorkState.HEALTHY);
            plant.report(rollout, "d3", WorkState.HEALTHY);

            JsonNode end = plant.await(rollout, "failed");
            assertEquals(2, end.path("waves").path(0).path("healthy").asInt());
            assertEquals(List.of("rollout.created 1.0.0", "rollout.wave_opened 1.0.0", "rollout.halted 1.0.0",
                    "rollout.resumed 1.0.0", "rollout.halted 1.0.0", "rollout.failed 1.0.0"),
                    plant.rolloutHistory("rollout.failed"));
        }
    }

    @Test
    @DisplayName("[R22] abort with revert asks healthy devices back, also one whose report comes after the abort")
    void abortAndRevert(TestInfo test) throws Exception {
        try (Plant plant = plant(test, 3)) {
            String rollout = plant.rollOut("1.0.0", Plant.strategy(0.5, 100, "auto"));
            plant.await(rollout, "in_progress");
            plant.report(rollout, "d0", WorkState.HEALTHY);
            plant.report(rollout, "d1", WorkState.APPLYING);
            plant.as("approver").post(rollout + "/abort", Map.of("policy", "revert"));
            plant.report(rollout, "d1", WorkState.HEALTHY);

            plant.awaitWork("d0", work -> work.toString().contains("Revert"));
            plant.awaitWork("d1", work -> work.toString().contains("Revert"));
            assertEquals(List.of(), plant.device("d2").heartbeat().assignments());
            plant.report(rollout, "d0", WorkState.REVERTED);
            plant.report(rollout, "d1", WorkState.REVERT_SKIPPED);

            plant.await(rollout, "aborted", json -> json.path("waves").path(0).path("reverted").asInt() == 1
                    && json.path("waves").path(0).path("revert_skipped").asInt() == 1);
            plant.awaitWork("d0", List::isEmpty);
        }
    }

    @Test
    @DisplayName("[R10] a decommissioned device leaves the accounting: its wave completes without it, and it is told to stop")
    void decommissionMidWave(TestInfo test) throws Exception {
        try (Plant plant = plant(test, 3)) {
            String rollout = plant.rollOut("1.0.0", Plant.strategy(0, 100, "auto"));
            plant.await(rollout, "in_progress");
            plant.report(rollout, "d0", WorkState.HEALTHY);
            plant.report(rollout, "d1", WorkState.HEALTHY);
            plant.as("operator").post(plant.path("/devices/d2/decommission"), Map.of());

            JsonNode end = plant.await(rollout, "succeeded");
            assertEquals(1, end.path("waves").path(0).path("excluded").asInt());
            Refused refused = assertThrows(Refused.class, () -> plant.device("d2").heartbeat());
            assertTrue(refused.isDecommissioned());
        }
    }

    @Test
    @DisplayName("[R26] [R27] repeated, late and contradicting reports; a device that is not targeted is told nothing")
    void reports(TestInfo test) throws Exception {
        try (Plant plant = plant(test, 2)) {
            plant.enroll(List.of("stranger"));
            String rollout = plant.rollOut("1.0.0", Plant.strategy(0, 50, "auto", 100, "auto"));
            plant.await(rollout, "in_progress");
            String first = plant.wave(rollout, 0).getFirst();
            String second = plant.wave(rollout, 1).getFirst();
            assertEquals(404, assertThrows(Refused.class,
                    () -> plant.report(rollout, "stranger", WorkState.HEALTHY)).status());
            assertEquals(409, assertThrows(Refused.class,
                    () -> plant.report(rollout, second, WorkState.HEALTHY)).status());

            IntStream.range(0, 8).parallel().forEach(i -> plant.report(rollout, first, WorkState.HEALTHY));
            plant.report(rollout, first, WorkState.APPLYING);
            assertEquals(409, assertThrows(Refused.class,
                    () -> plant.report(rollout, first, WorkState.FAILED)).status());
            plant.await(rollout, "in_progress", json -> json.path("open_wave").asInt() == 1);
            plant.report(rollout, second, WorkState.HEALTHY);

            assertEquals(List.of("1", "1"), plant.await(rollout, "succeeded").path("waves").findValuesAsText("healthy"));
        }
    }

    @Test
    @DisplayName("[R28] of two rollouts of one artifact the older is served first, whatever waves are open")
    void oldestFirst(TestInfo test) throws Exception {
        try (Plant plant = plant(test, 2)) {
            plant.publish("2.0.0");
            String older = plant.rollOut("1.0.0", Plant.strategy(0, 50, "auto", 100, "manual"));
            String newer = plant.rollOut("2.0.0", Plant.strategy(0, 100, "auto"));
            plant.await(older, "in_progress");
            plant.await(newer, "in_progress");
            String later = plant.wave(older, 1).getFirst();

            assertEquals(List.of(), plant.device(later).heartbeat().assignments());
            assertEquals("[\"" + older.substring(older.lastIndexOf('/') + 1) + "\"]",
                    plant.as("auditor").get(newer).path("waiting_behind").toString());
            plant.as("approver").post(older + "/abort", Map.of("policy", "keep"));

            assertEquals(1, awaitAssignments(plant, later));
        }
    }

    @Test
    @DisplayName("[R23] an execution that is stopped by hand is replaced, and the rollout goes on from what is on record")
    void stoppedExecution(TestInfo test) throws Exception {
        try (Plant plant = plant(test, 1)) {
            String rollout = plant.rollOut("1.0.0", Plant.strategy(0, 100, "auto"));
            plant.await(rollout, "in_progress");
            stack.stopExecutions(rollout.substring(rollout.lastIndexOf('/') + 1));
            plant.report(rollout, "d0", WorkState.HEALTHY);
            stack.sweep();

            plant.await(rollout, "succeeded");
        }
    }

    @Test
    @DisplayName("[R11] names that do not resolve come back in order, duplicates are one member")
    void unknownNames(TestInfo test) throws Exception {
        try (Plant plant = plant(test, 2)) {
            JsonNode group = plant.as("operator").post(plant.path("/groups"),
                    Map.of("name", "some", "devices", List.of("d1", "nobody", "d1", "ghost")));
            assertEquals("[\"nobody\",\"ghost\"]", group.path("unresolved").toString());
            assertEquals(1, group.path("members").asInt());
        }
    }

    /** Devices are offered new work within the few seconds that the API remembers the list of active rollouts. */
    private static int awaitAssignments(Plant plant, String device) {
        return plant.awaitWork(device, work -> !work.isEmpty()).size();
    }
}
