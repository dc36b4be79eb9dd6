package io.groundswell.domain.rollout;

/** What a rollout should do next (R18). */
public sealed interface Decision {

    /** Nothing to do until something is recorded. */
    record KeepWaiting() implements Decision {
    }

    /** The open wave is complete and the next may open. */
    record OpenWave(int wave) implements Decision {
    }

    /** The open wave is complete and the next needs a person. */
    record AwaitApproval(int wave) implements Decision {
    }

    /** Unacknowledged failures exceed the tolerance. */
    record HaltRollout(Halt halt) implements Decision {
    }

    /**
     * Every live device is terminal.
     *
     * @param outcome {@code SUCCEEDED} or {@code FAILED}
     */
    record Finish(RolloutStatus outcome) implements Decision {
    }
}
