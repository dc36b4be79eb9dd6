package io.groundswell.local.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchedulesTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path folder;

    private final BlockingQueue<String> fired = new ArrayBlockingQueue<>(10);

    private Schedules schedules(Instant now) {
        return new Schedules("000000000000", "us-east-1", (function, event) -> fired.add(function + " " + new String(event, UTF_8)),
                Optional.of(folder.resolve("schedules.json")), Clock.fixed(now, ZoneOffset.UTC));
    }

    @Test
    @DisplayName("a rate is read in minutes, hours and days")
    void readsRates() {
        assertEquals(Duration.ofMinutes(5), Rate.parse("rate(5 minutes)").period());
        assertEquals(Duration.ofHours(1), Rate.parse("rate(1 hour)").period());
        assertEquals(Duration.ofDays(1), Rate.parse("rate(1 day)").period());
    }

    @ParameterizedTest
    @ValueSource(strings = {"cron(0 8 * * ? *)", "at(2026-01-01T00:00:00)", "rate(0 minutes)", "rate(5 seconds)", "often"})
    @DisplayName("any other schedule is refused by name")
    void refusesOthers(String expression) {
        String message = assertThrows(IllegalArgumentException.class, () -> Rate.parse(expression)).getMessage();
        assertTrue(message.endsWith("found " + expression), message);
    }

    @Test
    @DisplayName("a schedule whose event could not be queued fires at its next time, and at the next start")
    void firesAgainWhatCouldNotBeQueued() throws InterruptedException {
        BlockingQueue<String> refused = new ArrayBlockingQueue<>(10);
        try (Schedules first = schedules(NOW)) {
            first.add("Sweep", Rate.parse("rate(5 minutes)"), "arn:sweep");
        }
        try (Schedules full = new Schedules("000000000000", "us-east-1", (function, event) -> {
            refused.add(function);
            throw new UncheckedIOException(new IOException("No space left on device"));
        }, Optional.of(folder.resolve("schedules.json")), Clock.fixed(NOW.plusSeconds(301), ZoneOffset.UTC))) {
            full.add("Sweep", new Rate(Duration.ofMillis(10)), "arn:sweep");
            assertEquals("arn:sweep", refused.poll(10, TimeUnit.SECONDS));
            assertEquals("arn:sweep", refused.poll(10, TimeUnit.SECONDS));
        }
        try (Schedules later = schedules(NOW.plusSeconds(301))) {
            later.add("Sweep", Rate.parse("rate(5 minutes)"), "arn:sweep");
            assertTrue(fired.poll(10, TimeUnit.SECONDS).startsWith("arn:sweep "));
        }
    }

    @Test
    @DisplayName("a schedule that fell due while nothing ran fires at the next start, a fresh one only after its period")
    void firesWhatFellDue() throws InterruptedException, IOException {
        try (Schedules first = schedules(NOW)) {
            first.add("Sweep", Rate.parse("rate(5 minutes)"), "arn:sweep");
            assertNull(fired.poll(100, TimeUnit.MILLISECONDS));
        }
        try (Schedules later = schedules(NOW.plusSeconds(301))) {
            later.add("Sweep", Rate.parse("rate(5 minutes)"), "arn:sweep");
            String event = fired.poll(10, TimeUnit.SECONDS);
            assertTrue(event.startsWith("arn:sweep {\"version\":\"0\",\"id\":\""), event);
            assertTrue(event.endsWith("\"detail-type\":\"Scheduled Event\",\"source\":\"aws.scheduler\",\"account\":\"000000000000\","
                    + "\"time\":\"2026-01-01T00:05:01Z\",\"region\":\"us-east-1\","
                    + "\"resources\":[\"arn:aws:scheduler:us-east-1:000000000000:schedule/default/Sweep\"],\"detail\":\"{}\"}"), event);
        }
        assertEquals("{\"Sweep\":\"2026-01-01T00:05:01Z\"}", Files.readString(folder.resolve("schedules.json")), "noted when closed");
    }
}
