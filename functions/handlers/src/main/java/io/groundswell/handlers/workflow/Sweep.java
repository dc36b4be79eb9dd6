package io.groundswell.handlers.workflow;

import io.groundswell.domain.name.RolloutRef;
import io.groundswell.domain.rollout.Rollout;
import io.groundswell.handlers.table.RolloutStore;
import io.groundswell.handlers.table.Versioned;
import io.groundswell.handlers.table.WriteConflict;
import java.time.Clock;

/** Brings a rollout on that no event brings on: a stopped execution, a lost wake-up, a pointer nobody needs (R23). */
final class Sweep {

    private final RolloutStore rollouts;
    private final Executions executions;
    private final Waker waker;
    private final Clock clock;

    Sweep(RolloutStore rollouts, Executions executions, Waker waker, Clock clock) {
        this.rollouts = rollouts;
        this.executions = executions;
        this.waker = waker;
        this.clock = clock;
    }

    void fleet(String fleet) {
        rollouts.active(fleet).forEach(this::rollout);
    }

    void rollout(RolloutRef ref) {
        rollouts.find(ref).ifPresent(this::rollout);
    }

    private void rollout(Versioned<Rollout> read) {
        Rollout rollout = read.value();
        if (!rollout.isFinal()) {
            executions.ensureRunning(rollout.ref());
            waker.wakeIfNeeded(rollout.ref());
        } else if (!rollout.isReverting(clock.instant())) {
            drop(read);
        }
    }

    /** A rollout that changed meanwhile may be needed again; the next sweep looks at it anew. */
    private void drop(Versioned<Rollout> read) {
        try {
            rollouts.dropFromActive(read);
        } catch (WriteConflict changed) {
            return;
        }
    }
}
