package io.groundswell.cli.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.groundswell.cli.watch.Look.Tone;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LookTest {

    @Test
    @DisplayName("a terminal is drawn over in colour; NO_COLOR, a dumb terminal and a pipe are respected")
    void environment() {
        assertEquals(new Look(true, true, true),
                Look.of(Map.of("GROUNDSWELL_TERMINAL", "yes", "TERM", "xterm"), StandardCharsets.UTF_8));
        assertEquals(new Look(true, false, true),
                Look.of(Map.of("GROUNDSWELL_TERMINAL", "yes", "NO_COLOR", "1"), StandardCharsets.UTF_8));
        assertEquals(new Look(false, false, true),
                Look.of(Map.of("GROUNDSWELL_TERMINAL", "yes", "TERM", "dumb"), StandardCharsets.UTF_8));
        assertEquals(new Look(false, false, false),
                Look.of(Map.of("GROUNDSWELL_TERMINAL", "no"), StandardCharsets.US_ASCII));
    }

    @Test
    @DisplayName("colours end where the text ends")
    void paint() {
        assertEquals("\u001b[31mbad\u001b[0m", new Look(true, true, true).paint(Tone.BAD, "bad"));
        assertEquals("bad", new Look(true, false, true).paint(Tone.BAD, "bad"));
        assertEquals("", new Look(true, true, true).paint(Tone.BAD, ""));
    }
}
