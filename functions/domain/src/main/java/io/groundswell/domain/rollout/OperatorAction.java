package io.groundswell.domain.rollout;

import io.groundswell.domain.error.Conflict;
import io.groundswell.domain.error.Forbidden;
import io.groundswell.domain.rollout.Transition.Changed;
import io.groundswell.domain.rollout.Transition.Unchanged;
import io.groundswell.domain.time.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a person may do to a rollout, and when (R20–R25). Every method is pure. */
public final class OperatorAction {

    private OperatorAction() {
    }

    /**
     * Approves the wave the rollout waits for.
     *
     * @throws Conflict when the rollout is final or does not wait for this wave
     * @throws Forbidden when duties are separated and the approver created the rollout (R24)
     */
    public static Transition approve(Rollout rollout, int wave, String actor) {
        refuseFinal(rollout, "approve");
        if (wave >= 0 && wave < rollout.waves().size() && rollout.waves().get(wave).approvedBy().isPresent()) {
            return new Unchanged(rollout);
        }
        if (rollout.status() != RolloutStatus.WAITING_FOR_APPROVAL) {
            throw new Conflict(named(rollout) + " must be waiting_for_approval to approve wave " + wave + ", found "
                    + rollout.status().word());
        }
        if (wave != rollout.openWave() + 1) {
            throw new Conflict(named(rollout) + " waits for the approval of wave " + (rollout.openWave() + 1)
                    + ", found wave " + wave);
        }
        if (rollout.plan().separationOfDuties() && identity(actor).equals(identity(rollout.plan().createdBy()))) {
            throw new Forbidden(named(rollout) + " separates duties: another identity than " + identity(actor)
                    + ", which created it, must approve");
        }
        List<Wave> waves = rollout.waves().stream().map(w -> w.index() == wave ? w.approved(actor) : w).toList();
        return new Changed(rollout.withWaves(waves), "rollout.wave_approved", Map.of("wave", wave));
    }

    /** The ARN without the name of a session: whoever takes on a role or a federated user chooses that name anew. */
    private static String identity(String arn) {
        return arn.contains(":assumed-role/") || arn.contains(":federated-user/")
                ? arn.substring(0, arn.lastIndexOf('/')) : arn;
    }

    /** Halts by hand; a rollout that is already halted stays as it is. */
    public static Transition halt(Rollout rollout, Tallies tallies, String reason) {
        refuseFinal(rollout, "halt");
        return rollout.status() == RolloutStatus.HALTED ? new Unchanged(rollout)
                : Act.halt(rollout, Progress.standing(rollout, tallies, reason));
    }

    /** Acknowledges every failure recorded so far and goes on (R21). */
    public static Transition resume(Rollout rollout) {
        refuseFinal(rollout, "resume");
        if (rollout.status() == RolloutStatus.HALTED) {
            Rollout resumed = rollout.withNextEpoch();
            return new Changed(resumed, "rollout.resumed", Map.of("epoch", resumed.epoch()));
        }
        if (rollout.epoch() > 0) {
            return new Unchanged(rollout);
        }
        throw new Conflict(named(rollout) + " must be halted to resume, found " + rollout.status().word());
    }

    /**
     * Ends a rollout, or reverts one that finished failed (R22).
     *
     * @param offered how long reversals are offered
     */
    public static Transition abort(Rollout rollout, AbortPolicy policy, Instant now, Duration offered) {
        if (rollout.isFinal()) {
            return abortFinal(rollout, policy, now, offered);
        }
        return new Changed(rollout.withAbort(RolloutStatus.ABORTED, policy, until(policy, now, offered)),
                "rollout.aborted", abortFacts(policy, now, offered));
    }

    private static Transition abortFinal(Rollout rollout, AbortPolicy policy, Instant now, Duration offered) {
        if (rollout.abortPolicy().equals(Optional.of(policy))) {
            return new Unchanged(rollout);
        }
        boolean failedOnce = rollout.status() == RolloutStatus.FAILED && rollout.abortPolicy().isEmpty();
        if (failedOnce && policy == AbortPolicy.REVERT) {
            return new Changed(rollout.withAbort(RolloutStatus.FAILED, policy, until(policy, now, offered)),
                    "rollout.reversal_requested", abortFacts(policy, now, offered));
        }
        throw new Conflict(named(rollout) + " is " + rollout.status().word()
                + ", which is final; only a failed rollout can still be aborted, once, with policy revert");
    }

    private static Map<String, Object> abortFacts(AbortPolicy policy, Instant now, Duration offered) {
        Map<String, Object> facts = new HashMap<>(Map.of("policy", policy.word()));
        until(policy, now, offered).ifPresent(until -> facts.put("revert_until", Timestamps.format(until)));
        return facts;
    }

    private static Optional<Instant> until(AbortPolicy policy, Instant now, Duration offered) {
        return policy == AbortPolicy.REVERT ? Optional.of(now.plus(offered)) : Optional.empty();
    }

    private static void refuseFinal(Rollout rollout, String action) {
        if (rollout.isFinal()) {
            throw new Conflict(named(rollout) + " is " + rollout.status().word() + ", which is final: "
                    + action + " changes nothing");
        }
    }

    private static String named(Rollout rollout) {
        return "rollout " + rollout.ref().id();
    }
}
