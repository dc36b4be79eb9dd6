package io.groundswell.domain.time;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimestampsTest {

    @ParameterizedTest
    @CsvSource({
        "2026-03-01T09:30:00Z,           2026-03-01T09:30:00.000Z",
        "2026-03-01T09:30:00.1Z,         2026-03-01T09:30:00.100Z",
        "2026-03-01T09:30:00.999999999Z, 2026-03-01T09:30:00.999Z",
        "2026-12-31T23:59:59.0004Z,      2026-12-31T23:59:59.000Z",
        "1969-12-31T23:59:59.9996Z,      1969-12-31T23:59:59.999Z"})
    @DisplayName("[R31] an event's time has exactly three decimals, cut and not rounded")
    void threeDecimals(String time, String text) {
        assertEquals(text, Timestamps.format(Instant.parse(time)));
        assertEquals(Instant.parse(text), Timestamps.truncate(Instant.parse(time)));
    }
}
