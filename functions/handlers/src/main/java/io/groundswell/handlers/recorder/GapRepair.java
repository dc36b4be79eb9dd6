package io.groundswell.handlers.recorder;

import io.groundswell.domain.audit.Lane;
import io.groundswell.domain.name.DeviceRef;
import io.groundswell.domain.name.RolloutRef;
import io.groundswell.handlers.concurrent.Parallel;
import io.groundswell.handlers.table.Change;
import io.groundswell.handlers.table.ChainWriter;
import io.groundswell.handlers.table.Gap;
import io.groundswell.handlers.table.RecordGaps;
import io.groundswell.handlers.table.RecordGaps.Scan;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * Appends the revisions that a partition lacks, each run in one transaction with the tally it moves (R32).
 *
 * <p>Items that are behind their record are told and left as they are: what they should be, only a person knows.
 *
 * <p>If any of a run is on record by then, nothing of it is appended, and the partition is compared anew: what a run moves
 * in a tally is right only for the whole of it. Then the Recorder's reactions are made up for; they may be repeated.
 */
final class GapRepair {

    private static final int ROUNDS = 5;
    private static final int TOGETHER = 80;

    private final ChainWriter chain;
    private final ToIntFunction<String> lanes;
    private final Recorder.Reactions reactions;
    private final InstantSource clock;

    GapRepair(ChainWriter chain, ToIntFunction<String> lanes, Recorder.Reactions reactions, InstantSource clock) {
        this.chain = chain;
        this.lanes = lanes;
        this.reactions = reactions;
        this.clock = clock;
    }

    /** @param partition compares it with what is on record */
    void repair(String fleet, Supplier<Scan> partition, ReconcileReport report) {
        Scan scan = partition.get();
        report.compared(scan.subjects(), scan.pending());
        scan.behind().forEach(item -> report.behind(item.toString()));
        for (int round = 1; !scan.gaps().isEmpty(); round++) {
            boolean closed = true;
            for (Gap gap : scan.gaps()) {
                closed &= close(fleet, gap, report);
            }
            if (closed) {
                return;
            }
            if (round == ROUNDS) {
                report.unresolved("the record of " + scan.gaps().getFirst().key().subject() + " keeps changing; reconcile again");
                return;
            }
            scan = partition.get();
        }
    }

    private boolean close(String fleet, Gap gap, ReconcileReport report) {
        Lane lane = gap.lane(lanes.applyAsInt(fleet));
        List<Change> changes = gap.changes(clock.instant());
        for (List<Change> part : Parallel.chunks(changes, TOGETHER)) {
            if (!chain.appendTogether(lane, part, Map.of())) {
                return false;
            }
        }
        report.repaired(changes.size() - gap.lost(), gap.lost());
        report.drift("subject " + gap.key().subject() + ": revisions " + gap.first() + " to " + gap.last()
                + " were missing, " + gap.lost() + " of them for good");
        gap.device().ifPresent(this::retire);
        gap.rollout().ifPresent(this::moveOn);
        return true;
    }

    private void retire(DeviceRef device) {
        reactions.retire().accept(device);
    }

    private void moveOn(RolloutRef rollout) {
        reactions.start().accept(rollout);
        reactions.wake().accept(rollout);
    }
}
