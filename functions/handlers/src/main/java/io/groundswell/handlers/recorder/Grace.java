package io.groundswell.handlers.recorder;

import io.groundswell.handlers.table.Settled;
import java.time.Duration;
import java.time.Instant;

/**
 * How long the Recorder is given.
 *
 * @param exact before a revision that its item still has is appended
 * @param lost before others are called lost; longer than the stream keeps records
 */
record Grace(Duration exact, Duration lost) {

    Settled settled(Instant now, Settled.Kept kept) {
        return new Settled(now.minus(exact), now.minus(lost), kept);
    }
}
