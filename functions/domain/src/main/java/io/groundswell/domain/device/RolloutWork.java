package io.groundswell.domain.device;

import io.groundswell.domain.group.Membership;
import io.groundswell.domain.rollout.Rollout;
import io.groundswell.domain.rollout.RolloutStatus;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One active rollout as one device sees it.
 *
 * @param member the device's place in the rollout's group; empty when it is no member
 * @param state what the device reported on it so far
 */
public record RolloutWork(Rollout rollout, Optional<Membership> member, WorkState state) {

    /** The wave the device is counted in; empty when the rollout does not concern it. */
    public OptionalInt wave() {
        return member.isPresent() && state != WorkState.EXCLUDED && !member.get().isRetired()
                ? rollout.waveOf(member.get()) : OptionalInt.empty();
    }

    /** Whether the device is in this rollout and the rollout can still change it. */
    public boolean isPending() {
        return !rollout.isFinal() && wave().isPresent();
    }

    /** Whether the device's wave has been opened. */
    public boolean isOpen() {
        return wave().isPresent() && wave().getAsInt() <= rollout.openWave();
    }

    /** Whether this alone would offer the update: a halt stops new work, not work in hand (R20). */
    boolean wantsApply() {
        if (rollout.isFinal() || !isOpen() || state.isTerminal()) {
            return false;
        }
        return rollout.status() != RolloutStatus.HALTED || state.isUnderWay();
    }

    boolean wantsRevert(Instant now) {
        return wave().isPresent() && state == WorkState.HEALTHY && rollout.isReverting(now);
    }

    /** Whether the device should ask again soon: work it has, will get, or may have to undo (R9). */
    boolean keepsDeviceBusy(Instant now) {
        boolean unfinished = isPending() && !state.isTerminal();
        boolean mayRevert = wave().isPresent() && rollout.isReverting(now)
                && (state == WorkState.HEALTHY || state.isUnderWay());
        return unfinished || mayRevert;
    }

    /** Whether {@code this} must be final before {@code newer} may be served (R28). */
    boolean holdsBack(RolloutWork newer) {
        return isPending() && rollout.plan().isOlderThan(newer.rollout.plan())
                && rollout.plan().artifact().ref().name().equals(newer.rollout.plan().artifact().ref().name());
    }
}
