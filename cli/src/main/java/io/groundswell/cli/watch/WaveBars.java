package io.groundswell.cli.watch;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundswell.cli.watch.Look.Tone;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** One bar per wave, drawn over itself in a terminal; elsewhere a line whenever something changed. */
public final class WaveBars {

    /** With the facts beside it a line stays within 80 columns. */
    private static final int WIDTH = 20;
    private static final int FACTS_BESIDE_BAR = 38;
    private static final int FACTS_ALONE = 60;
    private static final int PERCENT = 5;
    private static final int COLUMNS = 78;
    /** More lines than the smallest usual terminal has cannot be drawn over. */
    private static final int MOST_REDRAWN = 20;

    private final PrintStream out;
    private final Look look;
    private List<String> shown = List.of();

    public WaveBars(PrintStream out, Look look) {
        this.out = out;
        this.look = look;
    }

    /** Shows a rollout as {@code GET …/rollouts/{id}} answered it. */
    public void show(JsonNode rollout) {
        List<String> lines = new ArrayList<>();
        rollout.path("waves").forEach(wave -> lines.add(wave(rollout, wave)));
        lines.add("  " + within(COLUMNS, status(rollout)));
        if (lines.equals(shown)) {
            return;
        }
        if (redraws(lines)) {
            redraw(lines);
        } else {
            for (int i = 0; i < lines.size(); i++) {
                if (i >= shown.size() || !lines.get(i).equals(shown.get(i))) {
                    out.println(lines.get(i));
                }
            }
        }
        out.flush();
        shown = lines;
    }

    private boolean redraws(List<String> lines) {
        return look.live() && lines.size() <= MOST_REDRAWN;
    }

    private void redraw(List<String> lines) {
        if (!shown.isEmpty()) {
            out.print("\u001b[" + shown.size() + "A");
        }
        lines.forEach(line -> out.print("\u001b[2K" + line + "\n"));
    }

    private static String status(JsonNode rollout) {
        String status = rollout.path("status").asText().replace('_', ' ');
        JsonNode halt = rollout.path("halt");
        if (!rollout.path("status").asText().equals("halted") || halt.isMissingNode()) {
            return status;
        }
        return status + " in wave " + halt.path("wave").asInt() + ": " + halt.path("reason").asText().replace('_', ' ')
                + ", " + halt.path("failures").asInt() + " of " + halt.path("devices").asInt() + " devices";
    }

    private String wave(JsonNode rollout, JsonNode wave) {
        String head = "  wave %d %5s%%  ".formatted(wave.path("index").asInt(), within(PERCENT, wave.path("percent").asText()));
        return head + (look.live() ? bar(wave) + "  " : "") + facts(rollout, wave);
    }

    private String bar(JsonNode wave) {
        int live = live(wave);
        int reverted = wave.path("reverted").asInt();
        int good = cells(wave.path("healthy").asInt() - reverted, live);
        int back = Math.min(cells(reverted, live), WIDTH - good);
        int bad = Math.min(cells(failures(wave), live), WIDTH - good - back);
        return look.paint(Tone.GOOD, look.glyph("█", "#").repeat(good))
                + look.paint(Tone.WAITING, look.glyph("▒", "<").repeat(back))
                + look.paint(Tone.BAD, look.glyph("▓", "x").repeat(bad))
                + look.paint(Tone.FAINT, look.glyph("·", ".").repeat(WIDTH - good - back - bad));
    }

    /** At least one cell for at least one device: a single failure must be seen. */
    private static int cells(int devices, int live) {
        return live <= 0 || devices <= 0 ? 0 : Math.clamp(Math.round((float) WIDTH * devices / live), 1, WIDTH);
    }

    private String facts(JsonNode rollout, JsonNode wave) {
        if (!wave.path("open").asBoolean()) {
            return closed(rollout, wave);
        }
        List<String> facts = new ArrayList<>();
        facts.add((wave.path("healthy").asInt() - wave.path("reverted").asInt()) + "/" + live(wave) + " healthy");
        add(facts, wave, "rolled_back");
        add(facts, wave, "failed");
        add(facts, wave, "reverted");
        return within(look.live() ? FACTS_BESIDE_BAR : FACTS_ALONE, String.join(", ", facts));
    }

    /** The text, cut where a line would break. */
    private String within(int columns, String text) {
        return text.length() > columns ? text.substring(0, columns - 1) + look.glyph("…", "~") : text;
    }

    private String closed(JsonNode rollout, JsonNode wave) {
        boolean next = wave.path("index").asInt() == rollout.path("open_wave").asInt() + 1;
        String devices = live(wave) + " devices";
        if (next && rollout.path("status").asText().equals("waiting_for_approval")) {
            return devices + ", " + look.paint(Tone.WAITING, "awaits approval");
        }
        return devices + (wave.path("approval").asText().equals("manual") ? ", on approval" : "");
    }

    private static void add(List<String> facts, JsonNode wave, String count) {
        if (wave.path(count).asInt() > 0) {
            facts.add(wave.path(count).asInt() + " " + count.replace('_', ' '));
        }
    }

    private static int failures(JsonNode wave) {
        return wave.path("failed").asInt() + wave.path("rolled_back").asInt();
    }

    private static int live(JsonNode wave) {
        return wave.path("size").asInt() - wave.path("excluded").asInt();
    }
}
