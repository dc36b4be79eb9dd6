package io.groundswell.handlers.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.groundswell.domain.device.WorkState;
import io.groundswell.domain.name.RolloutRef;
import io.groundswell.domain.rollout.OperatorAction;
import io.groundswell.domain.rollout.Rollout;
import io.groundswell.domain.rollout.RolloutStatus;
import io.groundswell.domain.rollout.Transition;
import io.groundswell.handlers.device.Retirement;
import io.groundswell.handlers.table.Evidence;
import io.groundswell.handlers.table.ParkedWorkflow;
import io.groundswell.handlers.table.Plant;
import io.groundswell.handlers.table.Versioned;
import io.groundswell.handlers.table.WriteConflict;
import io.groundswell.handlers.testing.FakeWorkflows;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class WorkflowTasksTest {

    private static final String TWO_WAVES =
            "{\"max_failure_rate\":0.5,\"waves\":[{\"percent\":50},{\"percent\":100,\"approval\":\"manual\"}]}";

    private final FakeWorkflows workflows = new FakeWorkflows();

    @Test
    @DisplayName("[R32] a change recorded before the token was stored is not lost: the task completes its own token")
    void completesItsOwnTokenWhenTheWakeUpCameFirst() {
        Plant plant = new Plant(2);
        RolloutRef rollout = plant.rollOut(TWO_WAVES);
        WorkflowTasks tasks = tasks(plant);
        tasks.openWave(rollout);
        plant.report(rollout, plant.order().getFirst(), WorkState.HEALTHY);
        record(plant);
        workflows.issue("t1");

        tasks.watchWave(rollout, "t1");

        assertEquals(List.of("t1 {\"step\":\"AwaitApproval\"}"), workflows.completions());
    }

    @Test
    @DisplayName("[R18] a task that outlives its stopped execution does not take the place of the one that goes on")
    void aTaskThatIsOverParksNothing() {
        Plant plant = new Plant(2);
        RolloutRef rollout = plant.rollOut(TWO_WAVES);
        WorkflowTasks tasks = tasks(plant);
        tasks.openWave(rollout);
        workflows.issue("of the stopped execution");
        workflows.issue("of the one that goes on");
        tasks.watchWave(rollout, "of the one that goes on");
        workflows.revoke("of the stopped execution");

        tasks.watchWave(rollout, "of the stopped execution");

        plant.report(rollout, plant.order().getFirst(), WorkState.HEALTHY);
        record(plant);
        waker(plant).wakeIfNeeded(rollout);
        assertEquals(List.of("of the one that goes on {\"step\":\"AwaitApproval\"}"), workflows.completions());
    }

    @Test
    @DisplayName("[R18] a task that is overtaken while it parks its token gives way to the later one")
    void theLaterTokenStays() {
        Plant plant = new Plant(2);
        RolloutRef rollout = plant.rollOut(TWO_WAVES);
        workflows.issue("earlier");
        workflows.issue("later");
        long before = plant.rollouts().parked(rollout).map(Versioned::rev).orElse(0L);
        plant.rollouts().park(rollout, before, new ParkedWorkflow("later", "WatchWave"));

        assertThrows(WriteConflict.class,
                () -> plant.rollouts().park(rollout, before, new ParkedWorkflow("earlier", "WatchWave")));
    }

    @Test
    @DisplayName("[R18] a parked workflow is woken only when there is something else to do, and once")
    void wakesOnlyWhenThereIsSomethingToDo() {
        Plant plant = new Plant(2);
        RolloutRef rollout = plant.rollOut(TWO_WAVES);
        WorkflowTasks tasks = tasks(plant);
        tasks.openWave(rollout);
        workflows.issue("t1");
        tasks.watchWave(rollout, "t1");
        waker(plant).wakeIfNeeded(rollout);
        assertEquals(List.of(), workflows.completions());

        plant.report(rollout, plant.order().getFirst(), WorkState.HEALTHY);
        record(plant);
        waker(plant).wakeIfNeeded(rollout);
        waker(plant).wakeIfNeeded(rollout);

        assertEquals(List.of("t1 {\"step\":\"AwaitApproval\"}"), workflows.completions());
    }

    @Test
    @DisplayName("[R20] fencing: a decision taken from an older revision is not written")
    void refusesAStaleDecision() {
        Plant plant = new Plant(2);
        RolloutRef ref = plant.rollOut(TWO_WAVES);
        Versioned<Rollout> stale = plant.rollouts().find(ref).orElseThrow();
        change(plant, ref, rollout -> OperatorAction.halt(rollout, plant.rollouts().tallies(rollout), "stop"));

        assertThrows(WriteConflict.class, () -> plant.rollouts().save(stale, stale.value(),
                new Evidence("rollout.wave_opened", "test", Plant.NOW, Map.of())));

        assertEquals(Step.AWAIT_OPERATOR, tasks(plant).openWave(ref));
        assertEquals(RolloutStatus.HALTED, plant.rollout(ref).status());
        assertEquals(-1, plant.rollout(ref).openWave());
    }

    @Test
    @DisplayName("[R17] opening a wave twice opens it once")
    void opensAWaveOnce() {
        Plant plant = new Plant(2);
        RolloutRef ref = plant.rollOut(TWO_WAVES);

        assertEquals(Step.WATCH_WAVE, tasks(plant).openWave(ref));
        long rev = plant.rollouts().find(ref).orElseThrow().rev();
        assertEquals(Step.WATCH_WAVE, tasks(plant).openWave(ref));

        assertEquals(rev, plant.rollouts().find(ref).orElseThrow().rev());
    }

    @Test
    @DisplayName("[R19] [R20] the waiting state halts the rollout that exceeded its tolerance")
    void halts() {
        Plant plant = new Plant(4);
        RolloutRef ref = plant.rollOut("{\"waves\":[{\"percent\":50},{\"percent\":100}]}");
        tasks(plant).openWave(ref);
        plant.report(ref, plant.order().getFirst(), WorkState.ROLLED_BACK);
        record(plant);

        tasks(plant).awaitOperator(ref, "t1");

        assertEquals(RolloutStatus.HALTED, plant.rollout(ref).status());
        assertEquals(1, plant.rollout(ref).halt().orElseThrow().failures());
        assertEquals(2, plant.rollout(ref).halt().orElseThrow().devices());
    }

    @Test
    @DisplayName("[R10] members retired while a rollout was being created leave it before its first wave opens")
    void excludesWhoRetiredDuringCreation() {
        Plant plant = new Plant(2);
        RolloutRef ref = plant.rollOut("{}");
        plant.retireMember(plant.order().getFirst());

        tasks(plant).openWave(ref);
        record(plant);

        assertEquals(1, plant.rollouts().tallies(plant.rollout(ref)).wave(0).excluded());
    }

    @Test
    @DisplayName("[R23] the sweep replaces a closed execution under the next name and leaves a running one alone")
    void sweepRestarts() {
        Plant plant = new Plant(2);
        RolloutRef ref = plant.rollOut("{}");
        Sweep sweep = new Sweep(plant.rollouts(), new Executions(workflows, "arn"), waker(plant), plant.clock());
        sweep.fleet(Plant.FLEET);
        sweep.fleet(Plant.FLEET);
        assertEquals(Set.of(ref.id()), workflows.running());

        workflows.stop(ref.id());
        sweep.fleet(Plant.FLEET);

        assertEquals(Set.of(ref.id() + "-2"), workflows.running());
    }

    private WorkflowTasks tasks(Plant plant) {
        return new WorkflowTasks(plant.rollouts(), new Retirement(plant.table(), plant.clock())::exclude, waker(plant),
                plant.clock());
    }

    private Waker waker(Plant plant) {
        return new Waker(plant.rollouts(), workflows);
    }

    private static void record(Plant plant) {
        plant.recordAll();
    }

    private static void change(Plant plant, RolloutRef ref, Function<Rollout, Transition> action) {
        Versioned<Rollout> read = plant.rollouts().find(ref).orElseThrow();
        Transition.Changed changed = (Transition.Changed) action.apply(read.value());
        plant.rollouts().save(read, changed.rollout(), new Evidence(changed.event(), "test", Plant.NOW, changed.data()));
    }
}
