package io.groundswell.domain.rollout;

import io.groundswell.domain.device.WorkState;
import io.groundswell.domain.group.Membership;
import java.util.List;
import java.util.Set;

/**
 * The rules of progression restated over single devices, without tallies, epochs or shares: what the product must
 * agree with.
 *
 * @param perMillion the tolerated failures in a million devices
 * @param approved the waves approved since the last halt, or opened
 */
record Recount(List<Device> devices, long perMillion, Set<Integer> approved) {

    /** One device; {@code acknowledged} when it was on record as a failure at a resume. */
    record Device(Membership member, int wave, WorkState state, int epoch, long recorded, boolean acknowledged) {

        boolean isLive() {
            return state != WorkState.EXCLUDED;
        }

        boolean isHealthy() {
            return state == WorkState.HEALTHY || state == WorkState.REVERTED || state == WorkState.REVERT_SKIPPED;
        }

        boolean isFailure() {
            return state == WorkState.FAILED || state == WorkState.ROLLED_BACK;
        }

        boolean isLiveAndUnfinished() {
            return isLive() && !isHealthy() && !isFailure();
        }
    }

    Recount {
        devices = List.copyOf(devices);
        approved = Set.copyOf(approved);
    }

    long newFailures(int lastWave) {
        return devices.stream().filter(d -> d.wave() <= lastWave && d.isFailure() && !d.acknowledged()).count();
    }

    long live(int lastWave) {
        return devices.stream().filter(d -> d.wave() <= lastWave && d.isLive()).count();
    }

    boolean exceedsTolerance(int lastWave) {
        return newFailures(lastWave) * 1_000_000 > perMillion * live(lastWave);
    }

    boolean isFinished() {
        return devices.stream().noneMatch(Device::isLiveAndUnfinished);
    }

    boolean isComplete(int wave) {
        return devices.stream().noneMatch(d -> d.wave() == wave && d.isLiveAndUnfinished());
    }

    String outcome() {
        return devices.stream().anyMatch(Device::isFailure) ? "failed" : "succeeded";
    }

    /** R18, sentence by sentence. */
    String decision(Rollout rollout) {
        int open = rollout.openWave();
        if (rollout.isFinal()) {
            return "wait";
        }
        if (isFinished()) {
            return "finish " + outcome();
        }
        if (rollout.status() == RolloutStatus.HALTED) {
            return "wait";
        }
        if (exceedsTolerance(open)) {
            return "halt " + newFailures(open) + " of " + live(open);
        }
        return isComplete(open) ? advance(rollout, open + 1) : "wait";
    }

    private String advance(Rollout rollout, int next) {
        if (rollout.waves().get(next).approval() == Approval.AUTO || approved.contains(next)) {
            return "open " + next;
        }
        return rollout.status() == RolloutStatus.WAITING_FOR_APPROVAL ? "wait" : "ask " + next;
    }
}
