package io.groundswell.domain.rollout;

import io.groundswell.domain.rollout.Decision.AwaitApproval;
import io.groundswell.domain.rollout.Decision.Finish;
import io.groundswell.domain.rollout.Decision.HaltRollout;
import io.groundswell.domain.rollout.Decision.KeepWaiting;
import io.groundswell.domain.rollout.Decision.OpenWave;
import io.groundswell.domain.rollout.Transition.Changed;
import io.groundswell.domain.rollout.Transition.Unchanged;
import java.util.Map;

/** Carries out a decision: the transition that the workflow writes. */
public final class Act {

    private Act() {
    }

    public static Transition on(Rollout rollout, Decision decision) {
        return switch (decision) {
            case KeepWaiting() -> new Unchanged(rollout);
            case OpenWave(int wave) -> open(rollout, wave);
            case AwaitApproval(int wave) -> new Changed(rollout.withStatus(RolloutStatus.WAITING_FOR_APPROVAL),
                    "rollout.waiting_for_approval", Map.of("wave", wave));
            case HaltRollout(Halt halt) -> halt(rollout, halt);
            case Finish(RolloutStatus outcome) -> new Changed(rollout.withStatus(outcome),
                    "rollout." + outcome.word(), Map.of());
        };
    }

    /** A halt voids approvals that were not used (R20). */
    static Changed halt(Rollout rollout, Halt halt) {
        Rollout voided = rollout.withWaves(rollout.waves().stream()
                .map(wave -> wave.index() > rollout.openWave() ? wave.unapproved() : wave).toList());
        return new Changed(voided.withHalt(halt), "rollout.halted", Map.of(
                "wave", halt.wave(), "failures", halt.failures(), "devices", halt.devices(),
                "tolerance", halt.tolerance().toString(), "reason", halt.reason()));
    }

    private static Changed open(Rollout rollout, int wave) {
        return new Changed(rollout.withOpenWave(wave), "rollout.wave_opened", Map.of(
                "wave", wave, "size", rollout.waves().get(wave).size()));
    }
}
