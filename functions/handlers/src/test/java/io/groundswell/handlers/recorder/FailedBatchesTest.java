package io.groundswell.handlers.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.domain.device.WorkState;
import io.groundswell.domain.name.RolloutRef;
import io.groundswell.handlers.json.Json;
import io.groundswell.handlers.table.Change;
import io.groundswell.handlers.table.GivenUp;
import io.groundswell.handlers.table.Plant;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the failure bucket holds comes back. */
class FailedBatchesTest {

    private final ReconcilerSite site = new ReconcilerSite();

    @Test
    @DisplayName("[R32] records that were given up are replayed exactly and their object is removed; poison stays alone")
    void replaysFailedBatches() {
        Plant plant = new Plant(3);
        RolloutRef rollout = plant.rollOut(ReconcilerSite.ALL_AT_ONCE);
        plant.recordAll();
        plant.report(rollout, "d0", WorkState.DOWNLOADING);
        plant.report(rollout, "d0", WorkState.HEALTHY);
        List<Change> lost = plant.changes();
        site.give(lost.stream().map(GivenUp::record).toList(), "whole");
        site.give(List.of(GivenUp.record(lost.getFirst()), Map.of("dynamodb", Map.of("SequenceNumber", "1"))), "poison");
        ReconcileReport report = new ReconcileReport();

        site.failed(plant).replay(Optional.of("other"), Instant.MAX, report);
        assertEquals(0, report.deviations());
        site.failed(plant).replay(Optional.empty(), Instant.MAX, report);

        assertEquals(Set.of("poison"), site.s3.keys());
        assertEquals(1, ReconcilerSite.tallies(plant, rollout).wave(0).healthy());
        assertEquals(List.of(), plant.findings());
        assertEquals("[\"failure bucket: a record in poison cannot be read; the log says why\"]",
                Json.read(Json.write(report.toJson())).path("unresolved").toString());
        assertTrue(plant.events().stream().filter(event -> event.subject().contains("#d0/ROLLOUT#"))
                .allMatch(event -> event.type().equals("device.reported") && event.isReconciled()));
        assertTrue(site.reactions.contains("wake " + rollout.id()));
    }

    @Test
    @DisplayName("[R32] only records that were not on record count as replayed")
    void countsWhatWasMissing() {
        Plant plant = new Plant(3);
        RolloutRef rollout = plant.rollOut(ReconcilerSite.ALL_AT_ONCE);
        plant.recordAll();
        plant.report(rollout, "d0", WorkState.DOWNLOADING);
        plant.report(rollout, "d0", WorkState.HEALTHY);
        List<Change> lost = plant.changes();
        site.recorder(plant).record(lost.subList(0, 1));
        site.give(lost.stream().map(GivenUp::record).toList(), "whole");

        assertEquals(1, site.reconcile(plant).path("replayed").asInt());
        assertEquals(0, site.reconcile(plant).path("replayed").asInt());
        ReconcileReport report = new ReconcileReport();
        site.failed(plant).replay(Optional.empty(), Instant.MAX, report);
        assertEquals(0, report.deviations());
        assertEquals(Set.of(), site.s3.keys());
    }

    @Test
    @DisplayName("[R32] the object of a record that was called lost before it came is kept: it is the only evidence")
    void keepsTheEvidenceOfWhatWasCalledLost() {
        Plant plant = new Plant(3);
        RolloutRef rollout = plant.rollOut(ReconcilerSite.ALL_AT_ONCE);
        plant.recordAll();
        plant.report(rollout, "d0", WorkState.DOWNLOADING);
        plant.report(rollout, "d0", WorkState.HEALTHY);
        List<Change> lost = plant.changes();
        site.reconcile(plant);
        site.give(List.of(GivenUp.record(lost.getFirst())), "late");
        ReconcileReport report = new ReconcileReport();

        site.failed(plant).replay(Optional.empty(), Instant.MAX, report);

        assertEquals(Set.of("late"), site.s3.keys());
        assertEquals(List.of("failure bucket: record " + lost.getFirst().sequenceNumber()
                + " in late is on record as lost; the object is its only evidence"), report.toJson().get("unresolved"));
    }

    @Test
    @DisplayName("[R32] an object that is not JSON is named, and keeps no other from being replayed")
    void passesOverGarbage() {
        Plant plant = new Plant(3);
        RolloutRef rollout = plant.rollOut(ReconcilerSite.ALL_AT_ONCE);
        plant.recordAll();
        plant.report(rollout, "d0", WorkState.HEALTHY);
        site.s3.upload("a", new byte[] {'{', 0}, null);
        site.give(plant.changes().stream().map(GivenUp::record).toList(), "b");
        ReconcileReport report = new ReconcileReport();

        site.failed(plant).replay(Optional.empty(), Instant.MAX, report);

        assertEquals(1, ReconcilerSite.tallies(plant, rollout).wave(0).healthy());
        assertEquals(Set.of("a"), site.s3.keys());
        assertEquals(List.of("failure bucket: a record in a cannot be read; the log says why"),
                report.toJson().get("unresolved"));
    }
}
