package io.groundswell.agent;

import java.time.Duration;

/** Growing waits between tries: doubled each time, bounded, and spread so that a fleet does not return as one. */
public record Backoff(Duration first, Duration most) {

    private static final int MAX_DOUBLINGS = 20;

    public Backoff {
        if (first.isNegative() || first.isZero() || most.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "a backoff starts above zero and grows to its bound, found " + first + " and " + most);
        }
    }

    /**
     * The wait after a number of failures in a row.
     *
     * @param failures 1 or more
     * @param spread from 0 to 1; the wait lies between half and the whole of the step
     */
    public Duration after(int failures, double spread) {
        Duration step = first.multipliedBy(1L << Math.clamp(failures - 1, 0, MAX_DOUBLINGS));
        Duration bounded = step.compareTo(most) > 0 ? most : step;
        return Duration.ofMillis(Math.round(bounded.toMillis() * (0.5 + spread / 2)));
    }
}
