package io.groundswell.domain.time;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

class TimestampsProperties {

    private static final long YEAR_0 = Instant.parse("0000-01-01T00:00:00Z").getEpochSecond();
    private static final long YEAR_9999 = Instant.parse("9999-12-31T23:59:50Z").getEpochSecond();

    @Property
    @Label("[R31] the order of texts is the order in time, for moments close together and far apart")
    void textOrderIsTimeOrder(@ForAll("moments") Instant a, @ForAll("moments") Instant b,
            @ForAll @LongRange(min = 0, max = 3_000_000_000L) long nanosLater) {
        assertSameOrder(a, b);
        assertSameOrder(a, a.plusNanos(nanosLater));
    }

    @Property
    @Label("[R31] a text reads back as the moment that was kept")
    void roundTrips(@ForAll("moments") Instant time) {
        assertEquals(24, Timestamps.format(time).length());
        assertEquals(Timestamps.truncate(time), Instant.parse(Timestamps.format(time)));
    }

    @Provide
    Arbitrary<Instant> moments() {
        return Combinators.combine(Arbitraries.longs().between(YEAR_0, YEAR_9999),
                Arbitraries.integers().between(0, 999_999_999)).as(Instant::ofEpochSecond);
    }

    private static void assertSameOrder(Instant a, Instant b) {
        assertEquals(Integer.signum(Timestamps.truncate(a).compareTo(Timestamps.truncate(b))),
                Integer.signum(Timestamps.format(a).compareTo(Timestamps.format(b))));
    }
}
