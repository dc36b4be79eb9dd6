package io.groundswell.cli.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundswell.cli.api.OperatorApi;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class WaveBarsTest {

    private static final Look PIPE = new Look(false, false, true);
    private static final Look TERMINAL = new Look(true, false, true);
    private static final Look ASCII_TERMINAL = new Look(true, false, false);

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private WaveBars bars(Look look) {
        return new WaveBars(new PrintStream(bytes, true, StandardCharsets.UTF_8), look);
    }

    private String printed() {
        String text = bytes.toString(StandardCharsets.UTF_8);
        bytes.reset();
        return text;
    }

    private static JsonNode rollout(String status, String more, String... waves) {
        return OperatorApi.parse(("{\"status\":\"" + status + "\"," + more + "\"open_wave\":0,\"waves\":["
                + String.join(",", waves) + "]}").getBytes(StandardCharsets.UTF_8));
    }

    private static String open(int index, Object percent, int size, String counts) {
        return "{\"index\":" + index + ",\"percent\":" + percent + ",\"approval\":\"auto\",\"open\":true,\"size\":" + size
                + counts + "}";
    }

    private static String closed(int index, String approval, int size) {
        return "{\"index\":" + index + ",\"percent\":100,\"approval\":\"" + approval + "\",\"open\":false,\"size\":" + size + "}";
    }

    @Test
    @DisplayName("elsewhere than in a terminal only lines that changed are printed")
    void changedLinesOnly() {
        WaveBars bars = bars(PIPE);
        bars.show(rollout("in_progress", "", open(0, 10, 4, ",\"healthy\":1"), closed(1, "manual", 36)));
        assertEquals("""
                  wave 0    10%  1/4 healthy
                  wave 1   100%  36 devices, on approval
                  in progress
                """, printed().indent(0));
        bars.show(rollout("in_progress", "", open(0, 10, 4, ",\"healthy\":2"), closed(1, "manual", 36)));
        assertEquals("  wave 0    10%  2/4 healthy\n", printed());
        bars.show(rollout("in_progress", "", open(0, 10, 4, ",\"healthy\":2"), closed(1, "manual", 36)));
        assertEquals("", printed());
    }

    @Test
    @DisplayName("[R24] a gate that waits says so, on the wave that it guards")
    void awaitsApproval() {
        bars(PIPE).show(rollout("waiting_for_approval", "", open(0, 10, 4, ",\"healthy\":4"), closed(1, "manual", 6),
                closed(2, "manual", 30)));
        assertEquals("""
                  wave 0    10%  4/4 healthy
                  wave 1   100%  6 devices, awaits approval
                  wave 2   100%  30 devices, on approval
                  waiting for approval
                """, printed().indent(0));
    }

    @Test
    @DisplayName("[R10] [R22] decommissioned devices leave the size, reverted ones are healthy no longer")
    void excludedAndReverted() {
        bars(PIPE).show(rollout("aborted", "",
                open(0, 100, 10, ",\"healthy\":5,\"rolled_back\":2,\"failed\":1,\"excluded\":2,\"reverted\":1")));
        assertEquals("  wave 0   100%  4/8 healthy, 2 rolled back, 1 failed, 1 reverted\n  aborted\n", printed());
    }

    @Test
    @DisplayName("[R20] a halt names the wave, the reason and the share")
    void halt() {
        bars(PIPE).show(rollout("halted",
                "\"halt\":{\"reason\":\"tolerance_exceeded\",\"wave\":0,\"failures\":3,\"devices\":4,\"tolerance\":0.25},",
                open(0, 10, 4, ",\"rolled_back\":3")));
        assertEquals("  wave 0    10%  0/4 healthy, 3 rolled back\n  halted in wave 0: tolerance exceeded, 3 of 4 devices\n",
                printed());
    }

    @Test
    @DisplayName("a single failure among very many devices is seen in the bar")
    void oneFailureIsSeen() {
        bars(TERMINAL).show(rollout("in_progress", "", open(0, 100, 100_000, ",\"healthy\":99999,\"failed\":1")));
        assertTrue(printed().contains("████████████████████  99999/100000 healthy, 1 failed"));
        bars(TERMINAL).show(rollout("in_progress", "", open(0, 100, 100_000, ",\"healthy\":50000,\"failed\":1")));
        assertTrue(printed().contains("██████████▓·········  50000/100000 healthy, 1 failed"));
    }

    @Test
    @DisplayName("a terminal without more than ASCII gets bars of ASCII")
    void ascii() {
        bars(ASCII_TERMINAL).show(rollout("in_progress", "", open(0, 100, 4, ",\"healthy\":1,\"rolled_back\":1")));
        String text = printed();
        assertTrue(text.contains("#####xxxxx..........  1/4 healthy, 1 rolled back"), text);
        assertTrue(text.chars().allMatch(c -> c < 128), text);
    }

    @Test
    @DisplayName("in a terminal the second look is drawn over the first")
    void drawnOver() {
        WaveBars bars = bars(TERMINAL);
        bars.show(rollout("in_progress", "", open(0, 100, 2, "")));
        assertFalse(printed().contains("\u001b[2A"));
        bars.show(rollout("in_progress", "", open(0, 100, 2, ",\"healthy\":1")));
        assertTrue(printed().startsWith("\u001b[2A\u001b[2K  wave 0   100%  ██████████··········  1/2 healthy\n"));
    }

    @Test
    @DisplayName("[R12] a hundred waves do not fit a screen: they are printed, not drawn over")
    void manyWaves() {
        JsonNode hundred = rollout("in_progress", "", IntStream.range(0, 100)
                .mapToObj(i -> closed(i, "auto", 1)).toArray(String[]::new));
        WaveBars bars = bars(TERMINAL);
        bars.show(hundred);
        bars.show(hundred);
        assertFalse(printed().contains("\u001b["));
    }

    @Test
    @DisplayName("every line fits 80 columns, whatever the percents, counts and reasons")
    void fits80Columns() {
        bars(TERMINAL).show(rollout("halted", "\"halt\":{\"reason\":\"" + "because ".repeat(60) + "\",\"wave\":99},",
                open(99, "99.999999999", 1_000_000,
                        ",\"healthy\":123456,\"rolled_back\":123456,\"failed\":123456,\"reverted\":12345"),
                closed(99, "manual", 1_000_000)));
        List<String> tooLong = printed().lines().map(line -> line.replace("\u001b[2K", ""))
                .filter(line -> line.length() > 80).toList();
        assertEquals(List.of(), tooLong);
    }
}
