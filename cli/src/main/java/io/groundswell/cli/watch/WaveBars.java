package io.groundswell.cli.watch;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** One bar per wave, drawn over itself in a terminal; elsewhere a line whenever something changed. */
public final class WaveBars {

    private static final int WIDTH = 30;

    private final PrintStream out;
    private final boolean live;
    private List<String> shown = List.of();

    /** @param live whether the output is a terminal that understands cursor movement */
    public WaveBars(PrintStream out, boolean live) {
        this.out = out;
        this.live = live;
    }

    /** Shows a rollout as {@code GET …/rollouts/{id}} answered it. */
    public void show(JsonNode rollout) {
        List<String> lines = new ArrayList<>();
        rollout.path("waves").forEach(wave -> lines.add(live ? bar(wave) : line(wave)));
        lines.add("  " + rollout.path("status").asText());
        if (lines.equals(shown)) {
            return;
        }
        if (live) {
            redraw(lines);
        } else {
            for (int i = 0; i < lines.size(); i++) {
                if (i >= shown.size() || !lines.get(i).equals(shown.get(i))) {
                    out.println(lines.get(i));
                }
            }
        }
        shown = lines;
    }

    private void redraw(List<String> lines) {
        if (!shown.isEmpty()) {
            out.print("\u001b[" + shown.size() + "A");
        }
        lines.forEach(line -> out.print("\u001b[2K" + line + "\n"));
        out.flush();
    }

    private static String bar(JsonNode wave) {
        int size = wave.path("size").asInt() - wave.path("excluded").asInt();
        int healthy = wave.path("healthy").asInt();
        int bad = wave.path("failed").asInt() + wave.path("rolled_back").asInt();
        int good = size == 0 ? WIDTH : healthy * WIDTH / size;
        int broken = size == 0 ? 0 : (bad * WIDTH + size - 1) / size;
        String filled = "█".repeat(good) + "▒".repeat(Math.min(broken, WIDTH - good));
        return "  wave " + wave.path("index").asInt() + "  " + filled + "·".repeat(WIDTH - filled.length()) + "  "
                + counts(wave);
    }

    private static String line(JsonNode wave) {
        return "  wave " + wave.path("index").asInt() + "  " + counts(wave);
    }

    private static String counts(JsonNode wave) {
        int bad = wave.path("failed").asInt() + wave.path("rolled_back").asInt();
        String gate = wave.path("approval").asText().equals("manual") && !wave.path("open").asBoolean()
                ? ", needs approval" : "";
        return wave.path("healthy").asInt() + "/" + (wave.path("size").asInt() - wave.path("excluded").asInt())
                + " healthy" + (bad == 0 ? "" : ", " + bad + " rolled back or failed") + gate;
    }
}
