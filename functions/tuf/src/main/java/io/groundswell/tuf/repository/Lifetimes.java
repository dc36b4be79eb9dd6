package io.groundswell.tuf.repository;

import io.groundswell.tuf.InvalidInput;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** How long freshly signed online metadata is valid. */
public record Lifetimes(Duration publisher, Duration snapshot, Duration timestamp) {

    /** A timestamp for three days, so that a weekend without its schedule stops no fleet; the rest for longer. */
    public static final Lifetimes STANDARD =
            new Lifetimes(Duration.ofDays(90), Duration.ofDays(30), Duration.ofDays(3));

    /** Refuses lifetimes under a minute: metadata would expire on its way to the device. */
    public Lifetimes {
        for (Duration lifetime : new Duration[] {publisher, snapshot, timestamp}) {
            if (lifetime.compareTo(Duration.ofMinutes(1)) < 0) {
                throw new InvalidInput("a lifetime is a minute or more, found " + lifetime);
            }
        }
    }

    static Instant expiry(Instant now, Duration lifetime) {
        return now.plus(lifetime).truncatedTo(ChronoUnit.SECONDS);
    }

    /** Due for signing again: less than half of the lifetime is left. */
    static boolean isDue(Instant now, Instant expires, Duration lifetime) {
        return Duration.between(now, expires).compareTo(lifetime.dividedBy(2)) < 0;
    }
}
