package io.groundswell.handlers.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.domain.device.WorkState;
import io.groundswell.domain.name.RolloutRef;
import io.groundswell.domain.rollout.WaveTally;
import io.groundswell.domain.rollout.Tallies;
import io.groundswell.handlers.concurrent.Parallel;
import io.groundswell.handlers.table.Change;
import io.groundswell.handlers.table.GivenUp;
import io.groundswell.handlers.table.Plant;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Tallies that a late record moves, or that somebody spoilt. */
class ReconciledTalliesTest {

    private final ReconcilerSite site = new ReconcilerSite();

    @Test
    @DisplayName("[R21] [R32] a failure that was found late counts under the epoch it is recorded in, and leaves it later")
    void countsLateFailuresInTheirEpoch() {
        Plant plant = new Plant(4);
        RolloutRef rollout = plant.rollOut(ReconcilerSite.ALL_AT_ONCE);
        plant.recordAll();
        plant.report(rollout, "d0", WorkState.FAILED);
        plant.changes();
        site.reconcile(plant);
        assertEquals(Map.of(0, 1), ReconcilerSite.tallies(plant, rollout).wave(0).failed());

        plant.exclude(rollout, "d0");
        site.recorder(plant).record(plant.changes());

        assertEquals(0, ReconcilerSite.tallies(plant, rollout).wave(0).failedEver());
        assertEquals(1, ReconcilerSite.tallies(plant, rollout).wave(0).excluded());
    }

    @Test
    @DisplayName("[R10] [R32] an exclusion on record whose failure is lost for good may come again, and keeps no other record waiting")
    void letsAnExclusionComeAgain() {
        Plant plant = new Plant(4);
        RolloutRef rollout = plant.rollOut(ReconcilerSite.ALL_AT_ONCE);
        plant.recordAll();
        plant.report(rollout, "d0", WorkState.ROLLED_BACK);
        plant.exclude(rollout, "d0");
        plant.report(rollout, "d1", WorkState.HEALTHY);
        List<Change> waiting = plant.changes().stream().skip(1).toList();
        site.reconcile(plant);
        site.give(List.of(GivenUp.record(waiting.getFirst())), "given up");
        ReconcileReport report = new ReconcileReport();

        Recorder.Result result = site.recorder(plant).record(waiting);
        site.failed(plant).replay(Optional.empty(), Instant.MAX, report);

        assertEquals(Optional.empty(), result.firstUnprocessed());
        assertEquals(Set.of(), site.s3.keys());
        assertEquals(List.of(), report.toJson().get("unresolved"));
        assertEquals(List.of(), plant.findings());
        WaveTally tally = ReconcilerSite.tallies(plant, rollout).wave(0);
        assertEquals(List.of(1, 0, 1), List.of(tally.healthy(), tally.rolledBackEver(), tally.excluded()));
    }

    @Test
    @DisplayName("[R10] [R32] an exclusion that comes after its failure was called lost takes away nothing that was never counted")
    void excludesWhatWasNeverCounted() {
        Plant plant = new Plant(4);
        RolloutRef rollout = plant.rollOut(ReconcilerSite.ALL_AT_ONCE);
        plant.recordAll();
        plant.report(rollout, "d0", WorkState.FAILED);
        plant.exclude(rollout, "d0");
        List<Change> changes = plant.changes();
        plant.callLost(changes.getFirst());

        Recorder.Result result = site.recorder(plant).record(changes);

        assertEquals(Optional.empty(), result.firstUnprocessed());
        assertEquals(0, ReconcilerSite.tallies(plant, rollout).wave(0).failedEver());
        assertEquals(1, ReconcilerSite.tallies(plant, rollout).wave(0).excluded());
    }

    @Test
    @DisplayName("[R32] a tally that differs from its devices is corrected once, with evidence, while others count on")
    void correctsTallies() {
        Plant plant = new Plant(20);
        RolloutRef rollout = plant.rollOut(ReconcilerSite.ALL_AT_ONCE);
        for (int i = 0; i < 10; i++) {
            plant.report(rollout, "d" + i, WorkState.HEALTHY);
        }
        plant.recordAll();
        plant.spoilTally(rollout, 0, "d0", "healthy", 3);
        plant.spoilTally(rollout, 0, "d0", "failed_0", 1);
        for (int i = 10; i < 20; i++) {
            plant.report(rollout, "d" + i, WorkState.HEALTHY);
        }
        List<Change> changes = plant.changes();
        List<Runnable> work = List.of(() -> site.reconcile(plant, Duration.ZERO, "{}"), () -> site.reconcile(plant, Duration.ZERO, "{}"),
                () -> changes.forEach(change -> site.recorder(plant).record(List.of(change))));

        Parallel.forEach(work, (worker, run) -> run.run());

        assertEquals(20, ReconcilerSite.tallies(plant, rollout).wave(0).healthy());
        assertEquals(0, ReconcilerSite.tallies(plant, rollout).wave(0).failedEver());
        assertEquals(List.of(), plant.findings());
        assertEquals(1, plant.events().stream().filter(event -> event.type().equals("tally.corrected")).count());
        assertTrue(site.reactions.contains("wake " + rollout.id()));
        assertEquals(0, ReconcilerSite.repairs(site.reconcile(plant)));
    }
}
