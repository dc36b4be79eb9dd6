package io.groundswell.cli.intruders;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Writing into the log, and reading secrets from it. */
interface LogAttacks extends Attacks {

    String FORGED = "forged-by-an-intruder";

    @Test
    @DisplayName("[R4] no name, reason, detail, header or tag of a request reaches a log line, with line breaks or without")
    default void logInjection() {
        String line = "x\\r\\n{\\\"level\\\":\\\"INFO\\\",\\\"message\\\":\\\"" + FORGED + "\\\"}";
        Certified device = Ground.certified(site().alpha.second);
        for (Call call : List.of(
                Call.of("POST", site().alpha.path("/groups"), "{\"name\":\"" + line + "\",\"devices\":[\"" + line + "\"]}"),
                Call.of("POST", site().alpha.path("/rollouts/" + site().alpha.rollout + "/halt"), "{\"reason\":\"" + line + "\"}"),
                Call.of("POST", site().alpha.path("/groups?" + FORGED + "=%0d%0a" + FORGED), "{}"),
                Call.of("GET", site().alpha.path("/devices/" + FORGED)).with("user-agent", FORGED).with("x-amzn-trace-id", FORGED)
                        .with("referer", FORGED).with("cookie", FORGED + "=" + FORGED))) {
            site().operator("operator", call).refuses(call);
        }
        for (String body : List.of("{\"agent_version\":\"" + line + "\"}", "{\"tags\":{\"" + line + "\":\"x\"}}", "{\"" + line + "\":1}", FORGED)) {
            Call call = Call.of("POST", "/device/register", body).with("user-agent", FORGED);
            site().device(device, call).refuses(call);
        }
        Call detail = Call.of("POST", "/device/reports", "{\"rollout\":\"x\",\"state\":\"failed\",\"detail\":\"" + line + "\"}");
        site().device(device, detail).refuses(detail);
        Call enroll = Call.of("POST", "/enroll", "{\"token\":\"" + line + "\",\"name\":\"a\",\"csr\":\"" + line + "\"}");
        site().operators.send(enroll).refuses(enroll);
        assertFalse(site().log.text().contains(FORGED));
    }

    @Test
    @Order(Integer.MAX_VALUE)
    @DisplayName("[R4] after all attacks the log is one JSON line an invocation, no error, no secret, nothing a caller wrote")
    default void whatTheLogHolds() {
        List<JsonNode> lines = site().log.lines().stream().filter(line -> line.startsWith("{")).map(LogAttacks::json).toList();
        assertEquals(List.of(), lines.stream().filter(line -> !line.path("level").asText().equals("INFO")).toList());
        assertEquals(List.of(), site().log.lines().stream().filter(line -> line.contains("unexpected failure")).toList());
        List<String> requests = lines.stream().filter(line -> line.path("message").asText().equals("request"))
                .map(line -> line.path("request_id").asText()).toList();
        assertTrue(requests.size() > 500, () -> "only " + requests.size() + " requests were logged");
        assertEquals(requests.size(), Set.copyOf(requests).size());
        Set<String> fields = new HashSet<>();
        lines.forEach(line -> line.fieldNames().forEachRemaining(fields::add));
        fields.removeAll(Set.of("timestamp", "level", "message", "route", "status", "request_id", "records", "recorded", "task",
                "rollout", "step", "request", "fleets"));
        assertEquals(Set.of(), fields);
        String log = site().log.text();
        List<String> secrets = new ArrayList<>(List.of("X-Amz-Signature", "PRIVATE KEY", "BEGIN CERTIFICATE", "AWS4-HMAC",
                "Authorization", "gst~", FORGED));
        Stream.of(site().alpha, site().beta).forEach(fleet -> secrets.addAll(fleet.secrets));
        site().cloud.users().values().forEach(key -> secrets.addAll(List.of(key.secret(), key.id())));
        assertEquals(List.of(), secrets.stream().filter(log::contains).toList());
    }

    private static JsonNode json(String line) {
        try {
            return new ObjectMapper().readTree(line);
        } catch (IOException e) {
            throw new AssertionError("a log line must be JSON, found " + line, e);
        }
    }
}
