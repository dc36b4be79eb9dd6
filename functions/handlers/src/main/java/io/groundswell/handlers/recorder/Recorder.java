package io.groundswell.handlers.recorder;

import io.groundswell.domain.audit.Lane;
import io.groundswell.domain.name.DeviceRef;
import io.groundswell.domain.name.RolloutRef;
import io.groundswell.handlers.device.Retirement;
import io.groundswell.handlers.table.Change;
import io.groundswell.handlers.table.ChainWriter;
import io.groundswell.handlers.table.FleetTable;
import io.groundswell.handlers.table.RolloutStore;
import io.groundswell.handlers.workflow.Executions;
import io.groundswell.handlers.workflow.Waker;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import software.amazon.awssdk.services.sfn.SfnClient;

/** Records a batch of changes and does what they call for; idempotent, so a batch may come again. */
final class Recorder {

    private final ChainWriter chain;
    private final ToIntFunction<String> lanes;
    private final Reactions reactions;

    /**
     * What changes call for; each is idempotent.
     *
     * @param retire finishes a decommission
     * @param start makes sure that a rollout that is not final has a running execution
     * @param wake completes the token a rollout's workflow waits on, if there is something to do
     */
    record Reactions(Consumer<DeviceRef> retire, Consumer<RolloutRef> start, Consumer<RolloutRef> wake) {

        static Reactions of(FleetTable table, SfnClient sfn, String stateMachineArn, Clock clock) {
            RolloutStore rollouts = new RolloutStore(table);
            Executions executions = new Executions(sfn, stateMachineArn);
            return new Reactions(new Retirement(table, clock)::retire,
                    ref -> rollouts.find(ref).filter(rollout -> !rollout.value().isFinal())
                            .ifPresent(rollout -> executions.ensureRunning(ref)),
                    new Waker(rollouts, sfn)::wakeIfNeeded);
        }
    }

    /**
     * How far a batch came.
     *
     * @param firstUnprocessed sequence number to deliver again from; empty when everything is done
     */
    record Result(int recorded, Optional<String> firstUnprocessed, Optional<RuntimeException> failure) {
    }

    /** @param lanes number of lanes of a fleet */
    Recorder(ChainWriter chain, ToIntFunction<String> lanes, Reactions reactions) {
        this.chain = chain;
        this.lanes = lanes;
        this.reactions = reactions;
    }

    Result record(List<Change> changes) {
        Set<String> recorded = new HashSet<>();
        Optional<RuntimeException> failure = append(changes, recorded);
        List<Change> done = changes.stream()
                .takeWhile(change -> recorded.contains(change.sequenceNumber())).toList();
        for (Change change : done) {
            try {
                react(change);
            } catch (RuntimeException unfinished) {
                return new Result(recorded.size(), Optional.of(change.sequenceNumber()), Optional.of(unfinished));
            }
        }
        return wake(done).orElseGet(() -> new Result(recorded.size(),
                changes.stream().skip(done.size()).findFirst().map(Change::sequenceNumber), failure));
    }

    private Optional<RuntimeException> append(List<Change> changes, Set<String> recorded) {
        Map<Lane, List<Change>> byLane = new LinkedHashMap<>();
        Optional<RuntimeException> homeless = sort(changes, byLane);
        try {
            byLane.forEach((lane, inLane) -> chain.append(lane, inLane, n -> inLane.subList(0, n)
                    .forEach(change -> recorded.add(change.sequenceNumber()))));
            return homeless;
        } catch (RuntimeException failure) {
            return Optional.of(failure);
        }
    }

    /** Sorts changes into lanes up to the first that has none, such as one of a fleet that nobody created. */
    private Optional<RuntimeException> sort(List<Change> changes, Map<Lane, List<Change>> byLane) {
        for (Change change : changes) {
            try {
                Lane lane = change.lane(lanes.applyAsInt(change.fleet()));
                byLane.computeIfAbsent(lane, empty -> new ArrayList<>()).add(change);
            } catch (RuntimeException homeless) {
                return Optional.of(homeless);
            }
        }
        return Optional.empty();
    }

    /** Once a rollout, however many of its records the batch has; the result only when one failed. */
    private Optional<Result> wake(List<Change> done) {
        Set<RolloutRef> woken = new HashSet<>();
        for (Change change : done) {
            try {
                change.rollout().filter(woken::add).ifPresent(reactions.wake());
            } catch (RuntimeException unfinished) {
                return Optional.of(new Result(done.size(), Optional.of(change.sequenceNumber()),
                        Optional.of(unfinished)));
            }
        }
        return Optional.empty();
    }

    private void react(Change change) {
        switch (change.type()) {
            case Change.DEVICE_DECOMMISSIONED -> reactions.retire().accept(change.device());
            case Change.ROLLOUT_CREATED -> change.rollout().ifPresent(reactions.start());
            default -> {
                return;
            }
        }
    }
}
