package io.groundswell.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.groundswell.cli.CommandFailed;
import io.groundswell.cli.api.OperatorApi;
import io.groundswell.domain.audit.AuditEvent;
import io.groundswell.domain.audit.ChainHead;
import io.groundswell.domain.audit.ChainedEvent;
import io.groundswell.domain.audit.Lane;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A fleet's audit log, read once from its beginning, every hash recomputed and every subject's revisions counted (R32). */
final class AuditedRecord {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** One device on one rollout. */
    private record Work(String device, String rollout) {
    }

    private final Map<String, ChainHead> heads = new HashMap<>();
    private final Map<String, Long> revisions = new HashMap<>();
    private final Map<Work, List<String>> reports = new HashMap<>();
    private final Map<String, Integer> types = new TreeMap<>();
    private String after = "";
    private int events;

    /**
     * Reads on to the log's present end; the last page is read again, as more may have come to it.
     *
     * @throws CommandFailed naming the first event that does not fit
     */
    void readOn(OperatorApi api, String fleet) {
        while (true) {
            JsonNode page = api.get("/fleets/" + fleet + "/audit?limit=200" + after);
            page.path("events").forEach(this::add);
            if (!page.has("next_token")) {
                return;
            }
            after = "&after=" + URLEncoder.encode(page.path("next_token").asText(), StandardCharsets.UTF_8);
        }
    }

    int events() {
        return events;
    }

    /** The states that a device's reports on a rollout put on record, in order of revision. */
    List<String> states(String device, String rollout) {
        return reports.getOrDefault(new Work(device, rollout), List.of());
    }

    /** How many events of one type concern a rollout, or a version that is written {@code artifact/version}. */
    int count(String type, String concern) {
        return types.getOrDefault(type + " " + concern, 0);
    }

    private void add(JsonNode json) {
        String name = json.path("lane").asText();
        int separator = name.lastIndexOf('#');
        Lane lane = new Lane(name.substring(0, separator), Integer.parseInt(name.substring(separator + 1)));
        ChainHead before = heads.getOrDefault(name, ChainHead.origin(lane));
        if (json.path("sequence").asLong() <= before.sequence()) {
            return;
        }
        AuditEvent event = new AuditEvent(json.path("fleet").asText(), json.path("subject").asText(),
                json.path("revision").asLong(), Instant.parse(json.path("time").asText()), json.path("type").asText(),
                json.path("actor").asText(), JSON.convertValue(json.path("data"),
                        JSON.getTypeFactory().constructMapType(Map.class, String.class, Object.class)));
        chain(name, before, event, json);
        long expected = revisions.merge(event.subject(), 1L, Long::sum);
        if (event.revision() != expected) {
            throw new CommandFailed("subject " + event.subject() + ": expected revision " + expected + " next, found " + event.revision());
        }
        String rollout = rolloutOf(event.subject(), json);
        types.merge(event.type() + " " + (event.type().startsWith("artifact.") ? versionOf(json) : rollout), 1, Integer::sum);
        if (event.type().equals("device.reported")) {
            reports.computeIfAbsent(new Work(json.at("/data/device").asText(), rollout), work -> new ArrayList<>())
                    .add(json.at("/data/state").asText());
        }
        events++;
    }

    private static String versionOf(JsonNode json) {
        return json.at("/data/artifact").asText() + "/" + json.at("/data/version").asText();
    }

    /** A rollout's own events name it by their subject, {@code ROLLOUT#<fleet>#<id>/META}; others in their data. */
    private static String rolloutOf(String subject, JsonNode json) {
        if (subject.startsWith("ROLLOUT#")) {
            String key = subject.substring(0, subject.indexOf('/'));
            return key.substring(key.lastIndexOf('#') + 1);
        }
        return json.at("/data/rollout").asText();
    }

    private void chain(String lane, ChainHead before, AuditEvent event, JsonNode json) {
        ChainedEvent chained = before.append(event);
        ChainHead head = chained.head();
        if (json.path("sequence").asLong() != head.sequence() || !json.path("hash").asText().equals(head.hash())
                || !json.path("previous_hash").asText().equals(before.hash())) {
            throw new CommandFailed("audit event " + json.path("sequence").asLong() + " of lane " + lane
                    + " does not follow from the event before it");
        }
        heads.put(lane, head);
    }
}
