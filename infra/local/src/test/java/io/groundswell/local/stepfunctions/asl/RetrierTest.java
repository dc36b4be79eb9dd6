package io.groundswell.local.stepfunctions.asl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A retrier's delays grow, are capped, and jitter below")
class RetrierTest {

    private static final Random RANDOM = new Random(1);

    private static Retrier retrier(OptionalInt cap, boolean jitter) {
        return new Retrier(List.of("E"), 2, 99, 1.5, cap, jitter);
    }

    @Test
    void theDelayGrowsByTheRate() {
        Retrier retrier = retrier(OptionalInt.empty(), false);
        assertEquals(Duration.ofSeconds(2), retrier.delay(1, RANDOM));
        assertEquals(Duration.ofSeconds(3), retrier.delay(2, RANDOM));
        assertEquals(Duration.ofMillis(4_500), retrier.delay(3, RANDOM));
    }

    @Test
    void theDelayNeverExceedsItsMaximumOrAYear() {
        assertEquals(Duration.ofSeconds(4), retrier(OptionalInt.of(4), false).delay(3, RANDOM));
        assertEquals(Duration.ofSeconds(31_622_400), retrier(OptionalInt.empty(), false).delay(90_000_000, RANDOM));
    }

    @Test
    void fullJitterSpreadsBetweenNothingAndTheDelay() {
        Retrier retrier = retrier(OptionalInt.empty(), true);
        long below = 0;
        for (int i = 0; i < 1_000; i++) {
            Duration delay = retrier.delay(1, RANDOM);
            assertTrue(!delay.isNegative() && delay.compareTo(Duration.ofSeconds(2)) <= 0, delay::toString);
            below += delay.compareTo(Duration.ofSeconds(1)) < 0 ? 1 : 0;
        }
        assertTrue(below > 400 && below < 600, "expected about half below one second, found " + below);
    }
}
