package io.groundswell.domain.device;

import java.util.Map;
import java.util.TreeMap;

/**
 * What one device adds to its wave's tally, by counter name.
 *
 * <p>A tally moves only by the difference between a device's old and new state, so the tally always equals a recount
 * (R10, R32). Failures are counted under the epoch at which they were recorded (R21).
 */
public final class Contribution {

    public static final String HEALTHY = "healthy";
    public static final String EXCLUDED = "excluded";
    public static final String REVERTED = "reverted";
    public static final String REVERT_SKIPPED = "revert_skipped";
    /** Followed by the epoch. */
    public static final String FAILED = "failed_";
    /** Followed by the epoch. */
    public static final String ROLLED_BACK = "rolled_back_";

    private Contribution() {
    }

    /** The counters of a device in this state; {@code epoch} matters for failures alone. */
    public static Map<String, Integer> of(WorkState state, int epoch) {
        return switch (state) {
            case NONE, DOWNLOADING, VERIFYING, APPLYING -> Map.of();
            case HEALTHY -> Map.of(HEALTHY, 1);
            case REVERTED -> Map.of(HEALTHY, 1, REVERTED, 1);
            case REVERT_SKIPPED -> Map.of(HEALTHY, 1, REVERT_SKIPPED, 1);
            case FAILED -> Map.of(FAILED + epoch, 1);
            case ROLLED_BACK -> Map.of(ROLLED_BACK + epoch, 1);
            case EXCLUDED -> Map.of(EXCLUDED, 1);
        };
    }

    /** New minus old, without zeros. */
    public static Map<String, Integer> change(Map<String, Integer> old, Map<String, Integer> next) {
        Map<String, Integer> change = new TreeMap<>(next);
        old.forEach((counter, n) -> change.merge(counter, -n, Integer::sum));
        change.values().removeIf(n -> n == 0);
        return change;
    }
}
