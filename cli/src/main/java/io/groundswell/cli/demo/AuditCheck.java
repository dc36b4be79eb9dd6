package io.groundswell.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.groundswell.cli.CommandFailed;
import io.groundswell.cli.api.OperatorApi;
import io.groundswell.domain.audit.AuditEvent;
import io.groundswell.domain.audit.ChainHead;
import io.groundswell.domain.audit.Lane;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads a fleet's whole audit log and recomputes every hash from the events alone (R32). */
final class AuditCheck {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, ChainHead> heads = new HashMap<>();
    private final Map<String, List<Long>> revisions = new HashMap<>();
    private final Map<String, Integer> types = new HashMap<>();
    private int events;

    private AuditCheck() {
    }

    /**
     * Checks the log.
     *
     * @throws CommandFailed naming the first event that does not fit
     */
    static AuditCheck read(OperatorApi api, String fleet) {
        AuditCheck check = new AuditCheck();
        String after = "";
        do {
            JsonNode page = api.get("/fleets/" + fleet + "/audit?limit=200" + after);
            page.path("events").forEach(check::add);
            after = page.has("next_token") ? "&after=" + URLEncoder.encode(page.path("next_token").asText(),
                    StandardCharsets.UTF_8) : "";
        } while (!after.isEmpty());
        check.requireNoGaps();
        return check;
    }

    int events() {
        return events;
    }

    int lanes() {
        return heads.size();
    }

    int of(String type) {
        return types.getOrDefault(type, 0);
    }

    private void add(JsonNode json) {
        String name = json.path("lane").asText();
        int separator = name.lastIndexOf('#');
        Lane lane = new Lane(name.substring(0, separator), Integer.parseInt(name.substring(separator + 1)));
        Map<String, Object> data = JSON.convertValue(json.path("data"),
                JSON.getTypeFactory().constructMapType(Map.class, String.class, Object.class));
        AuditEvent event = new AuditEvent(json.path("fleet").asText(), json.path("subject").asText(),
                json.path("revision").asLong(), Instant.parse(json.path("time").asText()), json.path("type").asText(),
                json.path("actor").asText(), data);
        ChainHead before = heads.getOrDefault(name, ChainHead.origin(lane));
        ChainHead after = before.append(event).head();
        if (json.path("sequence").asLong() != after.sequence() || !json.path("hash").asText().equals(after.hash())
                || !json.path("previous_hash").asText().equals(before.hash())) {
            throw new CommandFailed("audit event " + json.path("sequence").asLong() + " of lane " + name
                    + " does not follow from the event before it");
        }
        heads.put(name, after);
        revisions.computeIfAbsent(event.subject(), subject -> new ArrayList<>()).add(event.revision());
        types.merge(event.type(), 1, Integer::sum);
        events++;
    }

    private void requireNoGaps() {
        revisions.forEach((subject, found) -> {
            found.sort(Long::compare);
            for (int i = 0; i < found.size(); i++) {
                if (found.get(i) != i + 1) {
                    throw new CommandFailed("subject " + subject + " must have revisions 1, 2, 3 …, found " + found);
                }
            }
        });
    }
}
