package io.groundswell.domain.rollout;

import java.util.Map;

/**
 * What is on record for one wave: the sum of its devices' {@link io.groundswell.domain.device.Contribution contributions}.
 *
 * @param failed by epoch of the rollout at which the failure was recorded (R21); likewise {@code rolledBack}
 * @param excluded devices that were counted at creation and have been decommissioned since (R10)
 */
public record WaveTally(int healthy, Map<Integer, Integer> failed, Map<Integer, Integer> rolledBack, int excluded,
        int reverted, int revertSkipped) {

    public static final WaveTally EMPTY = new WaveTally(0, Map.of(), Map.of(), 0, 0, 0);

    public WaveTally {
        failed = Map.copyOf(failed);
        rolledBack = Map.copyOf(rolledBack);
    }

    public int failedEver() {
        return sum(failed);
    }

    public int rolledBackEver() {
        return sum(rolledBack);
    }

    /** Devices that are live and terminal. */
    public int terminal() {
        return healthy + failedEver() + rolledBackEver();
    }

    /** Failures recorded in one epoch. */
    public int failures(int epoch) {
        return failed.getOrDefault(epoch, 0) + rolledBack.getOrDefault(epoch, 0);
    }

    private static int sum(Map<Integer, Integer> byEpoch) {
        return byEpoch.values().stream().mapToInt(Integer::intValue).sum();
    }
}
