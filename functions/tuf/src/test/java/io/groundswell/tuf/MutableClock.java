package io.groundswell.tuf;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until a test moves it. */
public final class MutableClock implements InstantSource {

    private volatile Instant now;

    /** Starts at a moment. */
    public MutableClock(Instant now) {
        this.now = now;
    }

    @Override
    public Instant instant() {
        return now;
    }

    /** Moves forward. */
    public void advance(Duration by) {
        now = now.plus(by);
    }
}
