package io.groundswell.handlers.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.domain.device.WorkState;
import io.groundswell.domain.name.RolloutRef;
import io.groundswell.domain.rollout.Tallies;
import io.groundswell.handlers.concurrent.Parallel;
import io.groundswell.handlers.table.Change;
import io.groundswell.handlers.table.Plant;
import java.util.List;
import java.util.Map;
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
        List<Runnable> work = List.of(() -> site.reconcile(plant, 3_600), () -> site.reconcile(plant, 3_600),
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
