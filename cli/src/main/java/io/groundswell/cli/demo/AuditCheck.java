package io.groundswell.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.groundswell.cli.CommandFailed;
import io.groundswell.cli.api.OperatorApi;
import io.groundswell.domain.audit.ChainVerification;
import io.groundswell.domain.audit.ChainedEvent;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Reads a fleet's whole audit log and recomputes every hash from the events alone (R32). */
final class AuditCheck {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final int lanes;
    private final ChainVerification chains;
    private final Map<String, Integer> types = new HashMap<>();

    private AuditCheck(String fleet, int lanes) {
        this.lanes = lanes;
        this.chains = new ChainVerification(fleet, lanes, finding -> {
            throw new CommandFailed(finding.toString());
        });
    }

    /**
     * Checks the log.
     *
     * @throws CommandFailed naming the first event that does not fit
     */
    static AuditCheck read(OperatorApi api, String fleet) {
        AuditCheck check = new AuditCheck(fleet, api.get("/fleets/" + fleet).path("lanes").asInt());
        String after = "";
        do {
            JsonNode page = api.get("/fleets/" + fleet + "/audit?limit=200" + after);
            page.path("events").forEach(check::add);
            after = page.has("next_token") ? "&after=" + URLEncoder.encode(page.path("next_token").asText(),
                    StandardCharsets.UTF_8) : "";
        } while (!after.isEmpty());
        check.chains.end();
        return check;
    }

    long events() {
        return chains.events();
    }

    int lanes() {
        return lanes;
    }

    int of(String type) {
        return types.getOrDefault(type, 0);
    }

    private void add(JsonNode json) {
        ChainedEvent event = ChainedEvent.of(JSON.convertValue(json,
                JSON.getTypeFactory().constructMapType(Map.class, String.class, Object.class)));
        chains.take(event, "");
        types.merge(event.event().type(), 1, Integer::sum);
    }
}
