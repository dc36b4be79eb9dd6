package io.groundswell.handlers.workflow;

import io.groundswell.domain.name.RolloutRef;
import io.groundswell.domain.rollout.Act;
import io.groundswell.domain.rollout.Decision;
import io.groundswell.domain.rollout.Progress;
import io.groundswell.domain.rollout.Rollout;
import io.groundswell.domain.rollout.Transition;
import io.groundswell.domain.time.Timestamps;
import io.groundswell.handlers.table.Evidence;
import io.groundswell.handlers.table.ParkedWorkflow;
import io.groundswell.handlers.table.Retry;
import io.groundswell.handlers.table.RolloutStore;
import io.groundswell.handlers.table.Versioned;
import java.time.Clock;
import java.util.function.Consumer;

/** What each state of the state machine does. */
final class WorkflowTasks {

    private final RolloutStore rollouts;
    private final Consumer<Rollout> excludeRetired;
    private final Waker waker;
    private final Clock clock;

    /** @param excludeRetired takes members out of the accounting that retired while the rollout was being created */
    WorkflowTasks(RolloutStore rollouts, Consumer<Rollout> excludeRetired, Waker waker, Clock clock) {
        this.rollouts = rollouts;
        this.excludeRetired = excludeRetired;
        this.waker = waker;
        this.clock = clock;
    }

    /** Opens the next wave if that is still the decision; before the first one, accounts for members that retired. */
    Step openWave(RolloutRef ref) {
        Rollout rollout = require(ref).value();
        if (rollout.openWave() < 0 && !rollout.isFinal()) {
            excludeRetired.accept(rollout);
        }
        return act(ref, Step.OPEN_WAVE);
    }

    Step finishRollout(RolloutRef ref) {
        return act(ref, Step.FINISH_ROLLOUT);
    }

    void watchWave(RolloutRef ref, String token) {
        park(ref, token, Step.WATCH_WAVE);
    }

    /** Asks for approval if that is still the decision, then waits. */
    void awaitApproval(RolloutRef ref, String token) {
        act(ref, Step.AWAIT_APPROVAL);
        park(ref, token, Step.AWAIT_APPROVAL);
    }

    /** Halts if that is still the decision, then waits. */
    void awaitOperator(RolloutRef ref, String token) {
        act(ref, Step.AWAIT_OPERATOR);
        park(ref, token, Step.AWAIT_OPERATOR);
    }

    /**
     * Stores the token, then decides.
     *
     * <p>A task may outlive its execution, which was stopped by hand or began the task anew. Its token must not take the
     * place of the one that is awaited: nobody could wake the workflow then. So what is stored is read, then the own
     * token is found to be awaited, then it replaces what was read; whoever parks later finds something else.
     */
    private void park(RolloutRef ref, String token, Step place) {
        Retry.onConflict(() -> {
            long rev = rollouts.parked(ref).map(Versioned::rev).orElse(0L);
            boolean awaited = waker.isAwaited(token);
            if (awaited) {
                rollouts.park(ref, rev, new ParkedWorkflow(token, place.word()));
            }
            return awaited;
        });
        waker.wakeIfNeeded(ref);
    }

    /** Carries out the decision if it is this state's, fenced; returns where the rollout belongs then. */
    private Step act(RolloutRef ref, Step own) {
        return Retry.onConflict(() -> {
            Versioned<Rollout> read = require(ref);
            Decision decision = Progress.decide(read.value(), rollouts.tallies(read.value()));
            if (Step.of(read.value(), decision) != own) {
                return Step.of(read.value(), decision);
            }
            return switch (Act.on(read.value(), decision)) {
                case Transition.Unchanged unchanged -> own;
                case Transition.Changed changed -> save(read, changed);
            };
        });
    }

    private Step save(Versioned<Rollout> read, Transition.Changed changed) {
        Rollout next = changed.rollout();
        rollouts.save(read, next, new Evidence(changed.event(), Evidence.GROUNDSWELL,
                Timestamps.truncate(clock.instant()), changed.data()));
        return Step.of(next, Progress.decide(next, rollouts.tallies(next)));
    }

    private Versioned<Rollout> require(RolloutRef ref) {
        return rollouts.find(ref).orElseThrow(() -> new IllegalStateException(
                "execution input names rollout " + ref + ", which does not exist"));
    }
}
