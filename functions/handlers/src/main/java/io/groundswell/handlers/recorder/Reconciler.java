package io.groundswell.handlers.recorder;

import io.groundswell.domain.name.DeviceRef;
import io.groundswell.domain.rollout.Rollout;
import io.groundswell.handlers.concurrent.Parallel;
import io.groundswell.handlers.recorder.ReconcilePlace.Stage;
import io.groundswell.handlers.table.DeviceRecord;
import io.groundswell.handlers.table.DeviceStore;
import io.groundswell.handlers.table.RecordGaps;
import io.groundswell.handlers.table.RolloutStore;
import io.groundswell.handlers.table.Settled;
import io.groundswell.handlers.table.Versioned;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * Compares a fleet with its record and repairs the record: the fleet's own items, its rollouts, its devices, then the
 * tallies of its active rollouts. It stops when its time is over and tells where to go on.
 */
final class Reconciler {

    private static final int PAGE = 100;

    private final RecordGaps gaps;
    private final GapRepair repair;
    private final TallyRecount recount;
    private final RolloutStore rollouts;
    private final DeviceStore devices;
    private final Recorder.Reactions reactions;
    private final ToIntFunction<String> lanes;
    private final InstantSource clock;

    Reconciler(Parts parts, ToIntFunction<String> lanes, Recorder.Reactions reactions, InstantSource clock) {
        this.gaps = parts.gaps();
        this.repair = parts.repair();
        this.recount = parts.recount();
        this.rollouts = parts.rollouts();
        this.devices = parts.devices();
        this.reactions = reactions;
        this.lanes = lanes;
        this.clock = clock;
    }

    /** What it works with. */
    record Parts(RecordGaps gaps, GapRepair repair, TallyRecount recount, RolloutStore rollouts, DeviceStore devices) {
    }

    /**
     * What is reconciled.
     *
     * @param settled what must be on record
     * @param until when to stop
     * @param largest devices of the largest rollout that is recounted; a larger one is left for a run with more time
     */
    record Task(String fleet, Settled settled, Instant until, long largest) {
    }

    /** Where the next run goes on; empty at the end. One page at least is done, however little time there is. */
    Optional<ReconcilePlace> run(Task task, ReconcilePlace from, ReconcileReport report) {
        Optional<ReconcilePlace> place = Optional.of(from);
        do {
            place = step(task, place.get(), report);
        } while (place.isPresent() && clock.instant().isBefore(task.until()));
        return place;
    }

    private Optional<ReconcilePlace> step(Task task, ReconcilePlace place, ReconcileReport report) {
        return switch (place.stage()) {
            case FLEET -> {
                repair.repair(task.fleet(), () -> gaps.fleet(task.fleet(), task.settled()), report);
                yield Optional.of(new ReconcilePlace(Stage.ROLLOUTS, ""));
            }
            case ROLLOUTS -> Optional.of(rollouts(task, place, report));
            case DEVICES -> Optional.of(devices(task, place, report));
            case TALLIES -> tallies(task, place, report);
        };
    }

    private ReconcilePlace rollouts(Task task, ReconcilePlace place, ReconcileReport report) {
        List<Rollout> page = rollouts.list(task.fleet(), place.after(), PAGE);
        Parallel.forEach(page, (worker, rollout) ->
                repair.repair(task.fleet(), () -> gaps.rollout(rollout.ref(), task.settled()), report));
        return page.isEmpty() ? new ReconcilePlace(Stage.DEVICES, "")
                : new ReconcilePlace(Stage.ROLLOUTS, RolloutStore.listingKey(page.getLast()));
    }

    private ReconcilePlace devices(Task task, ReconcilePlace place, ReconcileReport report) {
        List<DeviceRef> page = devices.list(task.fleet(), place.after(), PAGE).stream().map(DeviceRecord::ref).toList();
        Parallel.forEach(page, (worker, device) ->
                repair.repair(task.fleet(), () -> gaps.device(device, task.settled()), report));
        return page.isEmpty() ? new ReconcilePlace(Stage.TALLIES, "")
                : new ReconcilePlace(Stage.DEVICES, page.getLast().name());
    }

    private Optional<ReconcilePlace> tallies(Task task, ReconcilePlace place, ReconcileReport report) {
        Optional<Rollout> next = rollouts.active(task.fleet()).stream().map(Versioned::value)
                .filter(rollout -> place.after().isEmpty() || rollout.ref().id().compareTo(place.after().get()) > 0)
                .min(Comparator.comparing(rollout -> rollout.ref().id()));
        next.ifPresent(rollout -> {
            long size = rollout.waves().stream().mapToLong(wave -> wave.size()).sum();
            if (size > task.largest()) {
                report.unresolved("rollout " + rollout.ref().id() + " has " + size
                        + " devices; its tallies are recounted by the scheduled run");
            } else if (recount.recount(rollout, lanes.applyAsInt(task.fleet()), report)) {
                reactions.start().accept(rollout.ref());
                reactions.wake().accept(rollout.ref());
            }
        });
        return next.map(rollout -> new ReconcilePlace(Stage.TALLIES, rollout.ref().id()));
    }
}
