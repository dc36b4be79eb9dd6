package io.groundswell.handlers.recorder;

import io.groundswell.handlers.log.Log;
import io.groundswell.handlers.log.Metric;
import io.groundswell.handlers.recorder.Reconciler.Task;
import io.groundswell.handlers.table.FleetStore;
import io.groundswell.handlers.table.Settled;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reconciles all fleets, one after the other, as far as the time goes.
 *
 * <p>A fleet that was not finished goes on where it stopped when its turn comes again; the turn is that of the fleet which
 * was begun longest ago, so that neither a large fleet nor a broken one keeps the others waiting.
 */
final class ScheduledReconciliation {

    private static final String REPAIRS = "ReconciledRevisions";

    private final FleetStore fleets;
    private final Reconciler reconciler;
    private final FailedBatches failed;
    private final Grace grace;
    private final String stack;
    private final InstantSource clock;

    ScheduledReconciliation(FleetStore fleets, Reconciler reconciler, FailedBatches failed, Grace grace, String stack,
            InstantSource clock) {
        this.fleets = fleets;
        this.reconciler = reconciler;
        this.failed = failed;
        this.grace = grace;
        this.stack = stack;
        this.clock = clock;
    }

    /** @throws IllegalStateException when a fleet could not be reconciled, after all others were; each is in the log */
    Map<String, Object> run(Instant until) {
        ReconcileReport report = new ReconcileReport();
        failed.replay(Optional.empty(), until, report);
        Settled.Kept kept = failed.kept(until, report);
        List<String> names = new ArrayList<>();
        fleets.forEachName(names::add);
        List<String> broken = new ArrayList<>();
        int finished = 0;
        for (String fleet : fleets.byReconciliation(names)) {
            try {
                finished += reconcile(fleet, until, kept, report) ? 1 : 0;
            } catch (RuntimeException failure) {
                Log.error("fleet " + fleet + " was not reconciled", failure);
                broken.add(fleet);
            }
        }
        new Metric(REPAIRS, stack, report.deviations()).emit(clock.instant());
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("fleets", names.size());
        facts.put("finished", finished);
        facts.putAll(report.toJson());
        Log.info("reconciled", facts);
        if (!broken.isEmpty()) {
            throw new IllegalStateException("fleets " + broken + " could not be reconciled; the log says why");
        }
        return facts;
    }

    private boolean reconcile(String fleet, Instant until, Settled.Kept kept, ReconcileReport report) {
        if (!clock.instant().isBefore(until)) {
            return false;
        }
        Instant begun = clock.instant();
        Optional<String> place = fleets.reconciledUpTo(fleet);
        fleets.reconciledUpTo(fleet, begun, place);
        ReconcilePlace from = place.map(ReconcilePlace::parse).orElse(ReconcilePlace.START);
        Task task = new Task(fleet, grace.settled(begun, kept), until, Long.MAX_VALUE);
        Optional<ReconcilePlace> next = reconciler.run(task, from, report);
        fleets.reconciledUpTo(fleet, begun, next.map(ReconcilePlace::toString));
        return next.isEmpty();
    }
}
