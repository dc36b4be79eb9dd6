package io.groundswell.handlers.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundswell.domain.artifact.Artifact;
import io.groundswell.domain.artifact.ArtifactContent;
import io.groundswell.domain.artifact.ArtifactKind;
import io.groundswell.domain.artifact.ArtifactStatus;
import io.groundswell.domain.audit.ChainedEvent;
import io.groundswell.domain.audit.Lane;
import io.groundswell.domain.name.ArtifactRef;
import io.groundswell.domain.name.DeviceRef;
import io.groundswell.handlers.table.ArtifactStore;
import io.groundswell.handlers.table.AuditLog;
import io.groundswell.handlers.table.Evidence;
import io.groundswell.handlers.table.FleetStore;
import io.groundswell.handlers.table.Key;
import io.groundswell.handlers.table.Keys;
import io.groundswell.handlers.table.TestChains;
import io.groundswell.handlers.table.TestDevices;
import io.groundswell.handlers.testing.Api;
import io.groundswell.handlers.testing.Api.Answer;
import io.groundswell.handlers.testing.LocalTables;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AuditRoutesTest {

    private final LocalTables tables = LocalTables.create();
    private final TestChains chains = new TestChains(tables, 4);
    private final AuditLog log = new AuditLog(tables.fleet(), tables.auditTable());
    private final Api api = Api.of(new AuditRoutes(new FleetStore(tables.fleet()), new ArtifactStore(tables.fleet()), log)
            .routes());

    @BeforeEach
    void openFleet() {
        new TestDevices(tables).fleet("f");
    }

    @Test
    @DisplayName("[R31] events of all lanes are read in the order of time, page by page, each once")
    void mergesLanesByTime() {
        for (int i = 0; i < 50; i++) {
            chains.append("f", device("d" + i % 7), "device.registered", i, Map.of("n", i));
        }

        List<Integer> seen = new ArrayList<>();
        String after = "";
        int pages = 0;
        do {
            Answer page = api.call("GET /fleets/{fleet=f}/audit?limit=8" + after);
            assertEquals(200, page.status());
            page.body().path("events").forEach(event -> seen.add(event.path("data").path("n").asInt()));
            after = page.body().has("next_token") ? "&after=" + page.text("next_token") : "";
            pages++;
        } while (!after.isEmpty());

        List<Integer> expected = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            expected.add(i);
        }
        assertEquals(expected, seen);
        assertEquals(7, pages);
    }

    @Test
    @DisplayName("[R31] an event shows fleet, subject, revision, lane, sequence, time, type, actor, data and both hashes")
    void showsEvents() {
        ChainedEvent first = chains.append("f", device("d"), "device.enrolled", 1, Map.of("k", "v"));
        ChainedEvent second = chains.append("f", device("d"), "device.registered", 2, Map.of());

        JsonNode events = api.call("GET /fleets/{fleet=f}/audit").body().path("events");

        JsonNode event = events.path(1);
        assertEquals("f", event.path("fleet").asText());
        assertEquals("DEVICE#f#d/META", event.path("subject").asText());
        assertEquals(2, event.path("revision").asInt());
        assertEquals(first.lane().toString(), event.path("lane").asText());
        assertEquals(2, event.path("sequence").asInt());
        assertEquals("2026-03-01T09:00:02.000Z", event.path("time").asText());
        assertEquals("device.registered", event.path("type").asText());
        assertEquals("test", event.path("actor").asText());
        assertEquals(first.hash(), event.path("previous_hash").asText());
        assertEquals(second.hash(), event.path("hash").asText());
        assertEquals("v", events.path(0).path("data").path("k").asText());
        assertEquals(11, event.size());
    }

    @Test
    @DisplayName("[R33] the history of a product holds its own events in the order of time, of every version")
    void readsProductHistory() {
        declare("detector");
        declare("other");
        for (int i = 0; i < 12; i++) {
            String artifact = i % 3 == 0 ? "other" : "detector";
            chains.append("f", device("d" + i), "device.reported", i, Map.of("artifact", artifact, "version", "v" + i));
        }
        chains.append("f", device("x"), "device.enrolled", 99, Map.of());

        Answer first = api.call("GET /fleets/{fleet=f}/artifacts/{name=detector}/history?limit=5");
        Answer second = api.call("GET /fleets/{fleet=f}/artifacts/{name=detector}/history?next_token="
                + first.text("next_token"));

        assertEquals(List.of("v1", "v2", "v4", "v5", "v7"), first.body().path("events").findValuesAsText("version"));
        assertEquals(List.of("v8", "v10", "v11"), second.body().path("events").findValuesAsText("version"));
        assertFalse(second.body().has("next_token"));
        assertEquals(404, api.call("GET /fleets/{fleet=f}/artifacts/{name=unknown}/history").status());
        assertEquals(404, api.call("GET /fleets/{fleet=f}/artifacts/{name=detect}/history").status());
    }

    @Test
    @DisplayName("[R33] the history of a device holds its own events and those of its work in the order of time")
    void readsDeviceHistory() {
        Key work = new Key("DEVICE#f#d", "ROLLOUT#r1");
        chains.append("f", device("d"), "device.enrolled", 1, Map.of());
        chains.append("f", work, "device.downloading", 2, Map.of());
        chains.append("f", device("d"), "device.registered", 3, Map.of());
        chains.append("f", device("e"), "device.enrolled", 3, Map.of());
        chains.append("f", work, "device.healthy", 4, Map.of());

        List<ChainedEvent> page = log.deviceHistory(new DeviceRef("f", "d"), Optional.empty(), 3);
        List<ChainedEvent> rest =
                log.deviceHistory(new DeviceRef("f", "d"), Optional.of(AuditLog.place(page.getLast())), 3);

        assertEquals(List.of("device.enrolled", "device.downloading", "device.registered"),
                page.stream().map(event -> event.event().type()).toList());
        assertEquals(List.of("device.healthy"), rest.stream().map(event -> event.event().type()).toList());
    }

    @Test
    @DisplayName("[R32] a lane is read only up to an event that is not to be seen, and the last page says which are unread")
    void stopsAtGaps() {
        for (int i = 0; i < 4; i++) {
            chains.append("f", device("d"), "device.registered", i, Map.of());
            chains.append("f", device("e"), "device.registered", i, Map.of());
        }
        assertFalse(api.call("GET /fleets/{fleet=f}/audit").body().has("unread"));
        chains.remove(device("d"), 3);
        String lane = Lane.of("f", "DEVICE#f#d", 4).toString();
        assertNotEquals(lane, Lane.of("f", "DEVICE#f#e", 4).toString());

        Answer first = api.call("GET /fleets/{fleet=f}/audit?limit=5");
        Answer last = api.call("GET /fleets/{fleet=f}/audit?limit=5&after=" + first.text("next_token"));

        assertEquals(5, first.body().path("events").size());
        assertFalse(first.body().has("unread"));
        assertEquals(1, last.body().path("events").size());
        assertFalse(last.body().has("next_token"));
        assertEquals("[{\"lane\":\"" + lane + "\",\"after\":2,\"head\":4}]", last.body().path("unread").toString());
    }

    @Test
    @DisplayName("[R35] foreign tokens, limits and parameters are refused")
    void refusesWrongRequests() {
        declare("detector");
        String audit = "GET /fleets/{fleet=f}/audit?";
        assertEquals(400, api.call(audit + "after=MS4yLjM").status());
        assertEquals(400, api.call(audit + "after=LTEuMC4wLjA").status());
        assertEquals(400, api.call(audit + "after=%%%").status());
        assertEquals(400, api.call(audit + "limit=ten").status());
        assertEquals(400, api.call(audit + "since=yesterday").status());
        assertEquals(200, api.call(audit + "limit=-5").status());
        assertEquals(200, api.call(audit + "limit=100000").status());
        assertEquals(404, api.call("GET /fleets/{fleet=none}/audit").status());
        assertEquals(400, api.call("GET /fleets/{fleet=f}/artifacts/{name=detector}/history?next_token=Iw").status());
    }

    private void declare(String name) {
        new ArtifactStore(tables.fleet()).declare("f", new Artifact(new ArtifactRef(name, "1"), ArtifactKind.MODEL,
                new ArtifactContent("m", 1, "0".repeat(64)), Map.of(), ArtifactStatus.DECLARED), Instant.EPOCH,
                new Evidence("artifact.declared", "test", Instant.EPOCH, Map.of()));
    }

    private static Key device(String name) {
        return Keys.device(new DeviceRef("f", name));
    }
}
