package io.groundswell.handlers.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.domain.device.WorkState;
import io.groundswell.domain.name.DeviceRef;
import io.groundswell.domain.name.RolloutRef;
import io.groundswell.domain.rollout.OperatorAction;
import io.groundswell.domain.rollout.Rollout;
import io.groundswell.domain.rollout.Tallies;
import io.groundswell.domain.rollout.Transition;
import io.groundswell.handlers.concurrent.Parallel;
import io.groundswell.handlers.device.Retirement;
import io.groundswell.handlers.table.Change;
import io.groundswell.handlers.table.Evidence;
import io.groundswell.handlers.table.Plant;
import io.groundswell.handlers.table.Versioned;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RecorderTest {

    private static final String ALL_AT_ONCE = "{\"max_failure_rate\":0.9}";

    private final List<String> reactions = new ArrayList<>();
    private RuntimeException crash;

    @Test
    @DisplayName("[R31] [R32] a redelivered batch leaves one event per subject and revision and one count in the tally")
    void recordsOnceHoweverOftenABatchComes() {
        Plant plant = new Plant(3);
        RolloutRef rollout = plant.rollOut(ALL_AT_ONCE);
        plant.report(rollout, "d0", WorkState.DOWNLOADING);
        plant.report(rollout, "d0", WorkState.HEALTHY);
        plant.report(rollout, "d1", WorkState.FAILED);
        List<Change> changes = plant.changes();
        Recorder recorder = recorder(plant);

        assertEquals(Optional.empty(), recorder.record(changes).firstUnprocessed());
        assertEquals(Optional.empty(), recorder.record(changes).firstUnprocessed());
        assertEquals(Optional.empty(), recorder(plant).record(changes.subList(2, changes.size())).firstUnprocessed());

        assertEquals(changes.size(), plant.eventsWithoutGaps());
        Tallies tallies = plant.rollouts().tallies(plant.rollout(rollout));
        assertEquals(1, tallies.wave(0).healthy());
        assertEquals(Map.of(0, 1), tallies.wave(0).failed());
    }

    @Test
    @DisplayName("[R32] a crash between append and wake loses no wake-up: the redelivered batch wakes and appends nothing")
    void wakesWhenABatchComesAgain() {
        Plant plant = new Plant(2);
        RolloutRef rollout = plant.rollOut(ALL_AT_ONCE);
        List<Change> changes = plant.changes();
        crash = new IllegalStateException("the process died");

        Recorder.Result crashed = recorder(plant).record(changes);
        crash = null;
        reactions.clear();
        Recorder.Result again = recorder(plant).record(changes.stream()
                .dropWhile(change -> !change.sequenceNumber().equals(crashed.firstUnprocessed().orElseThrow())).toList());

        assertEquals(Optional.empty(), again.firstUnprocessed());
        assertEquals(List.of("start " + rollout.id(), "wake " + rollout.id()), reactions);
        assertEquals(changes.size(), plant.eventsWithoutGaps());
    }

    @Test
    @DisplayName("[R32] recorders that get the same records at the same time neither double nor lose nor break a chain")
    void concurrentRecordersAgree() {
        Plant plant = new Plant(60);
        RolloutRef rollout = plant.rollOut(ALL_AT_ONCE);
        for (int i = 0; i < 60; i++) {
            plant.report(rollout, "d" + i, WorkState.APPLYING);
            plant.report(rollout, "d" + i, i % 3 == 0 ? WorkState.ROLLED_BACK : WorkState.HEALTHY);
        }
        List<Change> changes = plant.changes();
        ConcurrentLinkedQueue<Recorder.Result> results = new ConcurrentLinkedQueue<>();

        Parallel.forEach(List.of(0, 17, 40, 0), (worker, from) -> results.add(new Recorder(plant.chain(), Plant::lanes,
                new Recorder.Reactions(device -> { }, ref -> { }, ref -> { }))
                .record(changes.subList(from, changes.size()))));

        assertTrue(results.stream().allMatch(result -> result.firstUnprocessed().isEmpty()), results::toString);
        assertEquals(changes.size(), plant.eventsWithoutGaps());
        Tallies tallies = plant.rollouts().tallies(plant.rollout(rollout));
        assertEquals(40, tallies.wave(0).healthy());
        assertEquals(Map.of(0, 20), tallies.wave(0).rolledBack());
    }

    @Test
    @DisplayName("[R32] what a failed batch recorded before its first failure is reacted to; the rest comes again")
    void reactsToWhatItRecorded() {
        Plant plant = new Plant(2);
        RolloutRef first = plant.rollOut(ALL_AT_ONCE);
        RolloutRef second = plant.rollOut(ALL_AT_ONCE);
        List<Change> changes = plant.changes();
        String secondCreated = changes.stream().filter(change -> change.rollout().equals(Optional.of(second)))
                .findFirst().orElseThrow().sequenceNumber();
        Recorder recorder = new Recorder(plant.chain(), Plant::lanes, new Recorder.Reactions(device -> { },
                ref -> {
                    if (ref.equals(second)) {
                        throw new IllegalStateException("Step Functions is away");
                    }
                    reactions.add("start " + ref.id());
                }, ref -> { }));

        assertEquals(Optional.of(secondCreated), recorder.record(changes).firstUnprocessed());
        assertEquals(List.of("start " + first.id()), reactions);
    }

    @Test
    @DisplayName("[R21] a failure counts under the epoch it is recorded in: one recorded after a resume is not acknowledged")
    void stampsFailuresWithTheEpochOfTheirRecording() {
        Plant plant = new Plant(4);
        RolloutRef rollout = plant.rollOut(ALL_AT_ONCE);
        Recorder recorder = recorder(plant);
        plant.report(rollout, "d0", WorkState.FAILED);
        recorder.record(plant.changes());
        plant.report(rollout, "d1", WorkState.ROLLED_BACK);
        haltAndResume(plant, rollout);
        recorder.record(plant.changes());

        Tallies tallies = plant.rollouts().tallies(plant.rollout(rollout));

        assertEquals(Map.of(0, 1), tallies.wave(0).failed());
        assertEquals(Map.of(1, 1), tallies.wave(0).rolledBack());
    }

    @Test
    @DisplayName("[R10] [R21] a failed device that is decommissioned leaves the epoch its failure was recorded under")
    void exclusionTakesTheFailureOutOfItsEpoch() {
        Plant plant = new Plant(4);
        RolloutRef rollout = plant.rollOut(ALL_AT_ONCE);
        Recorder recorder = recorder(plant);
        plant.report(rollout, "d0", WorkState.FAILED);
        recorder.record(plant.changes());
        haltAndResume(plant, rollout);
        plant.report(rollout, "d1", WorkState.FAILED);
        recorder.record(plant.changes());
        plant.report(rollout, "d0", WorkState.EXCLUDED);

        recorder.record(plant.changes());

        Tallies tallies = plant.rollouts().tallies(plant.rollout(rollout));
        assertEquals(0, tallies.wave(0).failures(0));
        assertEquals(1, tallies.wave(0).failures(1));
        assertEquals(1, tallies.wave(0).excluded());
    }

    @Test
    @DisplayName("[R10] failure and decommission in one batch leave only the exclusion")
    void failureAndExclusionInOneBatch() {
        Plant plant = new Plant(4);
        RolloutRef rollout = plant.rollOut(ALL_AT_ONCE);
        plant.report(rollout, "d0", WorkState.ROLLED_BACK);
        plant.report(rollout, "d0", WorkState.EXCLUDED);

        recorder(plant).record(plant.changes());

        Tallies tallies = plant.rollouts().tallies(plant.rollout(rollout));
        assertEquals(0, tallies.wave(0).rolledBackEver());
        assertEquals(1, tallies.wave(0).excluded());
    }

    @Test
    @DisplayName("[R16] creating a rollout writes the same two items for 3 and for 300 devices")
    void creationWritesTheSameForAnyGroup() {
        assertEquals(itemsWrittenByCreation(new Plant(3)), itemsWrittenByCreation(new Plant(300)));
        assertEquals(2, itemsWrittenByCreation(new Plant(3)));
    }

    private long itemsWrittenByCreation(Plant plant) {
        long before = plant.items();
        plant.rollOut(ALL_AT_ONCE);
        return plant.items() - before;
    }

    private Recorder recorder(Plant plant) {
        Retirement retirement = new Retirement(plant.table(), plant.clock());
        return new Recorder(plant.chain(), Plant::lanes, new Recorder.Reactions(
                device -> retirement.retire(new DeviceRef(device.fleet(), device.name())),
                ref -> react("start", ref), ref -> react("wake", ref)));
    }

    private void react(String what, RolloutRef ref) {
        if (crash != null) {
            throw crash;
        }
        reactions.add(what + " " + ref.id());
    }

    private static void haltAndResume(Plant plant, RolloutRef ref) {
        change(plant, ref, rollout -> OperatorAction.halt(rollout, plant.rollouts().tallies(rollout), "look"));
        change(plant, ref, OperatorAction::resume);
    }

    private static void change(Plant plant, RolloutRef ref, Function<Rollout, Transition> action) {
        Versioned<Rollout> read = plant.rollouts().find(ref).orElseThrow();
        Transition.Changed changed = (Transition.Changed) action.apply(read.value());
        plant.rollouts().save(read, changed.rollout(),
                new Evidence(changed.event(), "test", Plant.NOW, changed.data()));
    }
}
