package io.groundswell.local.stepfunctions.asl;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/**
 * One retrier of a Task.
 *
 * <p>The delay before retry n (from 1) is interval × rate^(n−1), capped by the maximum, and drawn evenly between
 * nothing and that with full jitter.
 */
public record Retrier(List<String> errorEquals, int intervalSeconds, int maxAttempts, double backoffRate,
        OptionalInt maxDelaySeconds, boolean fullJitter) {

    /** No retry is later than this, the service's own ceiling for {@code MaxDelaySeconds}. */
    static final int LONGEST_DELAY_SECONDS = 31_622_400;

    public Retrier {
        errorEquals = List.copyOf(errorEquals);
    }

    /** How long to wait before the given retry, counted from 1. */
    public Duration delay(int retry, RandomGenerator random) {
        double seconds = intervalSeconds * Math.pow(backoffRate, retry - 1);
        double capped = Math.min(seconds, maxDelaySeconds.orElse(LONGEST_DELAY_SECONDS));
        double drawn = fullJitter ? capped * random.nextDouble() : capped;
        return Duration.ofMillis(Math.round(drawn * 1_000));
    }
}
