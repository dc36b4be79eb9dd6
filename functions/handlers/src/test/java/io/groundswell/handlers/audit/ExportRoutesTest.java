package io.groundswell.handlers.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundswell.domain.audit.ChainedEvent;
import io.groundswell.domain.audit.Lane;
import io.groundswell.domain.json.Sha256;
import io.groundswell.handlers.aws.KmsKeys;
import io.groundswell.handlers.json.Json;
import io.groundswell.handlers.table.FleetKeys;
import io.groundswell.handlers.testing.Api.Answer;
import io.groundswell.handlers.testing.Template;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExportRoutesTest {

    private final ExportSite site = new ExportSite();

    @Test
    @DisplayName("[R34] the function answers exactly the template's routes")
    void answersTheTemplatesRoutes() {
        assertEquals(Template.load().routes("AuditExport"), new TreeSet<>(site.routes().routes().keySet()));
        assertEquals(Set.of("FLEET_TABLE", "AUDIT_TABLE", "ARTIFACT_BUCKET", "EVIDENCE_KEY_ID"),
                Template.load().variables("AuditExport"));
    }

    @Test
    @DisplayName("[R33] an export is JSON Lines with count, verdict, heads and a signature that the evidence key verifies")
    void exports() throws Exception {
        site.chains.appendAll("f", 1_200, n -> ExportSite.device(n % 20 == 0 ? "e" : "d"), n -> Map.of("n", n));

        Answer answer = site.call(ExportSite.EXPORT);

        assertEquals(201, answer.status());
        assertEquals(1_200, answer.body().path("events").asInt());
        assertEquals("intact", answer.text("verdict"));
        String folder = "exports/f/" + answer.text("id") + "/";
        assertEquals(Set.of(folder + "events.jsonl", folder + "manifest.json", folder + "manifest.sig"), site.s3.keys());
        assertEquals(List.of("events.jsonl", "manifest.json", "manifest.sig"),
                answer.body().path("objects").findValuesAsText("name"));
        assertTrue(answer.body().path("objects").path(0).path("url").asText()
                .startsWith("http://127.0.0.1:9000/bucket/" + folder + "events.jsonl?"));

        byte[] lines = site.s3.bytes(folder + "events.jsonl");
        JsonNode manifest = Json.read(site.s3.bytes(folder + "manifest.json"));
        assertEquals(1_200, new String(lines, StandardCharsets.UTF_8).lines().count());
        assertEquals(Sha256.hex(lines), manifest.path("events_sha256").asText());
        assertEquals(lines.length, manifest.path("events_size").asInt());
        assertEquals(4, manifest.path("heads").size());
        assertEquals(1_200, manifest.path("heads").findValues("sequence").stream().mapToInt(JsonNode::asInt).sum());
        assertTrue(site.verifies(site.s3.bytes(folder + "manifest.json"), site.s3.bytes(folder + "manifest.sig")));
        assertFalse(site.verifies("{}".getBytes(StandardCharsets.UTF_8), site.s3.bytes(folder + "manifest.sig")));
    }

    @Test
    @DisplayName("[R33] a long log is written part by part and leaves no unfinished upload")
    void exportsInParts() {
        site.appendLong(110, 1);

        Answer answer = site.call(ExportSite.EXPORT);

        assertEquals(201, answer.status());
        assertTrue(site.s3.bytes("exports/f/" + answer.text("id") + "/events.jsonl").length > 8 * 1024 * 1024);
        assertEquals(0, site.s3.openUploads());
    }

    @Test
    @DisplayName("[R33] a fleet without events has an empty export")
    void exportsNothing() {
        Answer answer = site.call(ExportSite.EXPORT);

        assertEquals(201, answer.status());
        assertEquals(0, answer.body().path("events").asInt());
        assertEquals("intact", answer.text("verdict"));
        assertEquals(0, site.s3.bytes("exports/f/" + answer.text("id") + "/events.jsonl").length);
    }

    @Test
    @DisplayName("[R32] an event that was changed breaks the verdict, which names its place")
    void findsForgery() {
        ChainedEvent event = site.chains.append("f", ExportSite.device("d"), "device.registered", 1, Map.of());
        site.chains.append("f", ExportSite.device("d"), "device.registered", 2, Map.of());
        site.chains.forge(ExportSite.device("d"), event, "somebody else");

        Answer answer = site.call(ExportSite.EXPORT);

        assertEquals("broken", answer.text("verdict"));
        assertEquals(1, answer.body().path("findings").size());
        assertEquals("altered: lane " + event.lane() + " sequence 1, subject DEVICE#f#d/META revision 1: the hash is not that of the event",
                answer.body().path("findings").path(0).asText());
    }

    @Test
    @DisplayName("[R32] a revision that was never recorded breaks the verdict")
    void findsMissingRevision() {
        site.chains.append("f", ExportSite.device("d"), "device.registered", 1, Map.of());
        site.chains.skipRevision(ExportSite.device("d"));
        ChainedEvent third = site.chains.append("f", ExportSite.device("d"), "device.registered", 3, Map.of());

        Answer answer = site.call(ExportSite.EXPORT);

        assertEquals("broken", answer.text("verdict"));
        assertEquals("lane " + third.lane()
                + " sequence 2: missing: revision 2 of subject DEVICE#f#d/META is missing before this event",
                answer.body().path("findings").path(0).asText());
    }

    @Test
    @DisplayName("[R33] an event that was deleted breaks the verdict, which names the gap; all others are exported")
    void exportsPastHoles() {
        for (int n = 1; n <= 4; n++) {
            site.chains.append("f", ExportSite.device("d"), "device.registered", n, Map.of());
        }
        site.chains.remove(ExportSite.device("d"), 2);
        site.clock = soonOutOfPatience();

        Answer answer = site.call(ExportSite.EXPORT);

        assertEquals(201, answer.status());
        assertEquals("broken", answer.text("verdict"));
        assertEquals(3, answer.body().path("events").asInt());
        String lane = Lane.of("f", "DEVICE#f#d", 4).toString();
        assertEquals("sequence 3: removed: lane " + lane + ": sequence 2 is missing before this event",
                answer.body().path("findings").path(0).asText());
        assertEquals("lane " + lane + " sequence 3: missing: revision 2 of subject DEVICE#f#d/META is missing before this "
                + "event", answer.body().path("findings").path(1).asText());
        assertEquals(2, answer.body().path("findings").size());
        assertEquals(3, new String(site.s3.bytes("exports/f/" + answer.text("id") + "/events.jsonl"),
                StandardCharsets.UTF_8).lines().count());
    }

    @Test
    @DisplayName("[R33] a lane whose last events were deleted breaks the verdict, which names its head")
    void exportsTruncatedLanes() {
        ChainedEvent first = site.chains.append("f", ExportSite.device("d"), "device.registered", 1, Map.of());
        site.chains.append("f", ExportSite.device("d"), "device.registered", 2, Map.of());
        site.chains.remove(ExportSite.device("d"), 2);
        site.clock = soonOutOfPatience();

        Answer answer = site.call(ExportSite.EXPORT);

        assertEquals("broken", answer.text("verdict"));
        assertEquals(1, answer.body().path("findings").size());
        assertEquals("truncated: lane " + first.lane() + " ends at sequence 1 (sequence 1), its head is at sequence 2: "
                + "1 events are missing at its end", answer.body().path("findings").path(0).asText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"time", "revision", "hash"})
    @DisplayName("[R33] an item that was spoilt so that it is no event any more is a gap, and all others are exported")
    void exportsPastSpoiltItems(String attribute) {
        for (int n = 1; n <= 3; n++) {
            site.chains.append("f", ExportSite.device("d"), "device.registered", n, Map.of());
        }
        site.chains.spoil(ExportSite.device("d"), 1, attribute, "noon");
        site.clock = soonOutOfPatience();

        Answer answer = site.call(ExportSite.EXPORT);

        assertEquals(201, answer.status());
        assertEquals("broken", answer.text("verdict"));
        if (attribute.equals("hash")) {
            assertTrue(answer.body().path("findings").path(0).asText().startsWith("altered: lane "));
            assertEquals(3, answer.body().path("events").asInt());
        } else {
            assertEquals("sequence 2: removed: lane " + Lane.of("f", "DEVICE#f#d", 4) + ": sequence 1 is missing before this "
                    + "event", answer.body().path("findings").path(0).asText());
            assertEquals(2, answer.body().path("events").asInt());
        }
    }

    @Test
    @DisplayName("[R33] an event that the index shows late is waited for and is no finding")
    void waitsForTheIndex() {
        ChainedEvent first = site.chains.append("f", ExportSite.device("d"), "device.registered", 1, Map.of());
        site.chains.append("f", ExportSite.device("d"), "device.registered", 2, Map.of());
        site.chains.remove(ExportSite.device("d"), 1);
        Instant start = Instant.now();
        AtomicInteger looks = new AtomicInteger();
        site.clock = () -> {
            if (looks.incrementAndGet() == 8) {
                site.chains.forge(ExportSite.device("d"), first, "test");
            }
            return start;
        };

        Answer answer = site.call(ExportSite.EXPORT);

        assertEquals("intact", answer.text("verdict"));
        assertEquals(2, answer.body().path("events").asInt());
    }

    @Test
    @DisplayName("[R33] an event that was added with a sequence that exists is exported, and breaks the verdict")
    void exportsAddedEvents() {
        ChainedEvent event = site.chains.append("f", ExportSite.device("d"), "device.registered", 1, Map.of());
        site.chains.append("f", ExportSite.device("d"), "device.registered", 2, Map.of());
        site.chains.forge(ExportSite.device("copy"), event, "test");

        Answer answer = site.call(ExportSite.EXPORT);

        assertEquals("broken", answer.text("verdict"));
        assertEquals(3, answer.body().path("events").asInt());
        assertEquals("inserted: lane " + event.lane() + " sequence 1, subject DEVICE#f#d/META revision 1: an event with "
                + "this sequence stands before it; the lane had reached 1 at sequence 1",
                answer.body().path("findings").path(0).asText());
    }

    /** A clock by which the patience with the index is at its end after a few looks. */
    private static InstantSource soonOutOfPatience() {
        Instant start = Instant.now();
        AtomicInteger looks = new AtomicInteger();
        return () -> looks.incrementAndGet() <= 4 ? start : start.plusSeconds(15);
    }

    @Test
    @DisplayName("[R35] an export that does not exist cannot be shown or continued")
    void refusesUnknownExports() {
        assertEquals(404, site.call("GET /fleets/{fleet=f}/audit/exports/{id=none}").status());
        assertEquals(404, site.call("POST /fleets/{fleet=f}/audit/exports/{id=none}").status());
        assertEquals(400, site.call("POST /fleets/{fleet=f}/audit/exports/{id=..}").status());
        assertEquals("fleet f has no export none; begin one with POST /fleets/f/audit/exports",
                site.call("GET /fleets/{fleet=f}/audit/exports/{id=none}").error());
    }

    @Test
    @DisplayName("[R33] the keys that verify a fleet's metadata and exports are public")
    void tellsKeys() throws Exception {
        assertEquals(404, site.call("GET /fleets/{fleet=f}/keys").status());
        KmsKeys made = new KmsKeys(site.kms, "stack");
        site.fleets.putKeys("f", new FleetKeys(made.create("f", "publisher"),
                made.create("f", "snapshot"), made.create("f", "timestamp")));

        Answer answer = site.call("GET /fleets/{fleet=f}/keys");

        assertEquals(200, answer.status());
        assertEquals("ecdsa", answer.body().path("keys").path("publisher").path("keytype").asText());
        assertEquals(site.evidence.key().publicValue(), answer.text("evidence_key"));
        assertFalse(answer.body().toString().contains("key-1"));
    }

    @Test
    @DisplayName("[R35] wrong requests are refused")
    void refusesWrongRequests() {
        assertEquals(404, site.call("POST /fleets/{fleet=none}/audit/exports").status());
        assertEquals(400, site.call(ExportSite.EXPORT, "{\"from\":1}").status());
        assertEquals(400, site.call("POST /fleets/{fleet=f}/audit/exports?all=1").status());
        assertEquals(Set.of(), site.s3.keys());
    }
}
