package io.groundswell.domain.device;

import java.time.Duration;
import java.time.Instant;

/**
 * When a device was last heard and how soon it was told to call again (R9).
 *
 * <p>Offline is an observation for people. It takes no part in any decision: an offline device is live.
 */
public record Liveness(Instant seenAt, Duration interval) {

    private static final int SILENT_INTERVALS = 3;

    public boolean isOffline(Instant now) {
        return !now.isBefore(seenAt.plus(interval.multipliedBy(SILENT_INTERVALS)));
    }

    /** Whether the record is old enough to be written again: at most once an interval. */
    public boolean isStale(Instant now, Duration nextInterval) {
        return !now.isBefore(seenAt.plus(interval)) || !interval.equals(nextInterval);
    }
}
