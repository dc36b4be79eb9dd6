package io.groundswell.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundswell.agent.report.Report;
import io.groundswell.cli.CommandFailed;
import io.groundswell.cli.api.OperatorApi;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Compares what the devices know with what the API says and what the audit log holds. */
final class Verdict {

    private static final int SHOWN = 5;

    private final OperatorApi api;
    private final String fleetPath;
    private final String rollout;
    private final BenchDevices devices;
    private final AuditedRecord record;
    private final List<String> violations = new ArrayList<>();

    Verdict(OperatorApi api, String fleetPath, String rollout, BenchDevices devices, AuditedRecord record) {
        this.api = api;
        this.fleetPath = fleetPath;
        this.rollout = rollout;
        this.devices = devices;
        this.record = record;
    }

    /** Whether every report that was answered with 200 is in the audit log by now. */
    boolean recorded(List<String> names) {
        return names.stream().allMatch(name -> missing(name).isEmpty());
    }

    /**
     * Checks a finished rollout.
     *
     * @throws CommandFailed with the first violations
     */
    void check(List<String> names, Release release, JsonNode finished) {
        Map<String, JsonNode> rows = rows();
        expect("devices on record", names.size(), rows.size());
        for (String name : names) {
            device(name, rows.get(name), release);
        }
        tallies(finished, rows);
        boolean allHealthy = names.stream().noneMatch(BenchDevices::unlucky);
        expect("outcome", allHealthy ? "succeeded" : "failed", finished.path("status").asText());
        expect("artifact.published events", 1, record.count("artifact.published", release.toString()));
        expect("rollout.created events", 1, record.count("rollout.created", rollout));
        expect("rollout.wave_opened events", finished.path("waves").size(), record.count("rollout.wave_opened", rollout));
        expect("trouble on the devices", List.of(), devices.trouble());
        if (!violations.isEmpty()) {
            throw new CommandFailed(violations.size() + " violations, first: "
                    + String.join("; ", violations.subList(0, Math.min(SHOWN, violations.size()))));
        }
    }

    private void device(String name, JsonNode row, Release release) {
        String state = BenchDevices.unlucky(name) ? "rolled_back" : "healthy";
        expect(name + " on record", state, row == null ? "nothing" : row.path("state").asText());
        expect(name + " runs the new version", !BenchDevices.unlucky(name),
                devices.installed(name, release.artifact()).equals(Optional.of(release.sha256())));
        expect(name + " reports missing from the audit log", List.of(), missing(name));
        List<String> audited = record.states(name, rollout);
        expect(name + " last event", state, audited.isEmpty() ? "nothing" : audited.getLast());
        expect(name + " terminal events", 1L, audited.stream().filter(Verdict::terminal).count());
    }

    private List<String> missing(String name) {
        List<String> audited = record.states(name, rollout);
        return devices.answered(name, rollout).stream().map(Report::state).map(known -> known.word())
                .filter(word -> !audited.contains(word)).toList();
    }

    /** Each wave's counts are what the devices' states add up to. */
    private void tallies(JsonNode finished, Map<String, JsonNode> rows) {
        for (JsonNode wave : finished.path("waves")) {
            Map<String, Integer> counted = new TreeMap<>(Map.of("healthy", 0, "failed", 0, "rolled_back", 0));
            rows.values().stream().filter(row -> row.path("wave").asInt() == wave.path("index").asInt())
                    .forEach(row -> counted.merge(row.path("state").asText(), 1, Integer::sum));
            Map<String, Integer> tallied = new TreeMap<>();
            counted.keySet().forEach(state -> tallied.put(state, wave.path(state).asInt()));
            expect("tally of wave " + wave.path("index").asInt(), counted, tallied);
        }
    }

    private Map<String, JsonNode> rows() {
        Map<String, JsonNode> rows = new LinkedHashMap<>();
        String after = "";
        do {
            JsonNode page = api.get(fleetPath + "/rollouts/" + rollout + "/devices?limit=200" + after);
            page.path("devices").forEach(row -> rows.put(row.path("device").asText(), row));
            after = page.has("next_token") ? "&next_token=" + URLEncoder.encode(page.path("next_token").asText(),
                    StandardCharsets.UTF_8) : "";
        } while (!after.isEmpty());
        return rows;
    }

    private static boolean terminal(String state) {
        return List.of("healthy", "failed", "rolled_back").contains(state);
    }

    private void expect(String what, Object expected, Object found) {
        if (!expected.equals(found)) {
            violations.add(what + ": expected " + expected + ", found " + found);
        }
    }
}
