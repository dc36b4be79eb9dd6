package io.groundswell.domain.rollout;

import io.groundswell.domain.device.WorkState;

/** One thing that can happen to a rollout. */
sealed interface Step {

    /** A device reports, whether it may or not. */
    record Report(int device, WorkState state) implements Step {
    }

    /** A device is decommissioned. */
    record Retire(int device) implements Step {
    }

    /** The workflow decides and acts. */
    record Advance() implements Step {
    }

    /** An operator approves a wave, whether it waits or not. */
    record Approve(int wave) implements Step {
    }

    record Halt() implements Step {
    }

    record Resume() implements Step {
    }

    record Abort(AbortPolicy policy) implements Step {
    }
}
