package io.groundswell.domain.rollout;

import io.groundswell.domain.group.Membership;
import io.groundswell.domain.group.Position;
import io.groundswell.domain.name.RolloutRef;
import io.groundswell.domain.probe.Probe;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A rollout as it is stored: what it binds together and where it stands.
 *
 * @param plan what never changes after creation
 * @param waves the fixed split, with the approvals given so far
 * @param openWave the wave opened last, -1 before the first
 * @param epoch how many resumes happened; failures of earlier epochs are acknowledged (R21)
 * @param halt present while the rollout is halted
 * @param abortPolicy present once an abort took effect, also on a failed rollout that is being reverted (R22)
 * @param revertUntil until when reversals are offered; present only with policy revert
 */
public record Rollout(Plan plan, RolloutStatus status, List<Wave> waves, int openWave, int epoch,
        Optional<Halt> halt, Optional<AbortPolicy> abortPolicy, Optional<Instant> revertUntil) {

    /**
     * What a rollout binds together.
     *
     * @param groupClock the group's clock at creation; members retired later than it were counted (R10)
     */
    public record Plan(RolloutRef ref, RolledArtifact artifact, String group, long groupClock, Probe probe,
            FailureTolerance tolerance, boolean separationOfDuties, String createdBy, Instant createdAt)
            implements Comparable<Plan> {

        /** Oldest first; rollouts created in the same instant are ordered by id (R28). */
        @Override
        public int compareTo(Plan other) {
            int byTime = createdAt.compareTo(other.createdAt);
            return byTime != 0 ? byTime : ref.id().compareTo(other.ref.id());
        }

        public boolean isOlderThan(Plan other) {
            return compareTo(other) < 0;
        }
    }

    public Rollout {
        waves = List.copyOf(waves);
        if (openWave < -1 || openWave >= waves.size()) {
            throw new IllegalArgumentException("open wave must be -1 to " + (waves.size() - 1) + ", found " + openWave);
        }
    }

    /** A rollout at its creation. */
    public static Rollout create(Plan plan, List<Wave> waves) {
        return new Rollout(plan, RolloutStatus.CREATED, waves, -1, 0,
                Optional.empty(), Optional.empty(), Optional.empty());
    }

    public RolloutRef ref() {
        return plan.ref();
    }

    public boolean isFinal() {
        return status.isFinal();
    }

    /** The wave that comes after the open one, if any. */
    public Optional<Wave> nextWave() {
        return openWave + 1 < waves.size() ? Optional.of(waves.get(openWave + 1)) : Optional.empty();
    }

    /** The wave of a position; empty for a position beyond the last member counted at creation. */
    public OptionalInt waveOf(Position position) {
        return waves.stream().filter(wave -> wave.holdsUpTo(position)).mapToInt(Wave::index).findFirst();
    }

    /** The wave in which a member is counted; empty for one that was not live at creation. */
    public OptionalInt waveOf(Membership member) {
        return member.wasLiveAt(plan.groupClock()) ? waveOf(member.position()) : OptionalInt.empty();
    }

    /** Whether a reversal is offered at this time (R22). */
    public boolean isReverting(Instant now) {
        return revertUntil.isPresent() && now.isBefore(revertUntil.get());
    }

    Rollout withStatus(RolloutStatus next) {
        return new Rollout(plan, next, waves, openWave, epoch, Optional.empty(), abortPolicy, revertUntil);
    }

    Rollout withWaves(List<Wave> next) {
        return new Rollout(plan, status, next, openWave, epoch, halt, abortPolicy, revertUntil);
    }

    Rollout withOpenWave(int wave) {
        return new Rollout(plan, RolloutStatus.IN_PROGRESS, waves, wave, epoch,
                Optional.empty(), abortPolicy, revertUntil);
    }

    Rollout withHalt(Halt why) {
        return new Rollout(plan, RolloutStatus.HALTED, waves, openWave, epoch,
                Optional.of(why), abortPolicy, revertUntil);
    }

    Rollout withNextEpoch() {
        return new Rollout(plan, RolloutStatus.IN_PROGRESS, waves, openWave, epoch + 1,
                Optional.empty(), abortPolicy, revertUntil);
    }

    Rollout withAbort(RolloutStatus next, AbortPolicy policy, Optional<Instant> until) {
        return new Rollout(plan, next, waves, openWave, epoch, Optional.empty(), Optional.of(policy), until);
    }
}
