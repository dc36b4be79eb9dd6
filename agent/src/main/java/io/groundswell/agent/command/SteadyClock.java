package io.groundswell.agent.command;

import java.time.Instant;
import java.time.InstantSource;

/**
 * Time that nobody sets: it begins with the system's and then passes evenly.
 *
 * <p>A device without a battery for its clock starts in the past and jumps once it hears of the time. Heartbeats,
 * pauses and probes must not wait for a time that lies years ahead, or be over before they began.
 */
final class SteadyClock implements InstantSource {

    private final Instant begin = Instant.now();
    private final long beginNanos = System.nanoTime();

    @Override
    public Instant instant() {
        return begin.plusNanos(System.nanoTime() - beginNanos);
    }
}
