package io.groundswell.handlers.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundswell.domain.audit.ChainedEvent;
import io.groundswell.domain.json.Sha256;
import io.groundswell.domain.name.DeviceRef;
import io.groundswell.handlers.aws.EvidenceKey;
import io.groundswell.handlers.aws.KeptObjects;
import io.groundswell.handlers.aws.KmsKeys;
import io.groundswell.handlers.aws.ObjectWriter;
import io.groundswell.handlers.aws.PresignedDownloads;
import io.groundswell.handlers.json.Json;
import io.groundswell.handlers.table.AuditLog;
import io.groundswell.handlers.table.FleetKeys;
import io.groundswell.handlers.table.FleetStore;
import io.groundswell.handlers.table.Key;
import io.groundswell.handlers.table.Keys;
import io.groundswell.handlers.table.TestChains;
import io.groundswell.handlers.table.TestDevices;
import io.groundswell.handlers.testing.Api;
import io.groundswell.handlers.testing.Api.Answer;
import io.groundswell.handlers.testing.FakeKms;
import io.groundswell.handlers.testing.FakeS3;
import io.groundswell.handlers.testing.LocalTables;
import io.groundswell.handlers.testing.Template;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

class ExportRoutesTest {

    private static final String EXPORT = "POST /fleets/{fleet=f}/audit/exports";

    private final LocalTables tables = LocalTables.create();
    private final TestChains chains = new TestChains(tables, 4);
    private final FakeS3 s3 = new FakeS3();
    private final FakeKms kms = new FakeKms();
    private final EvidenceKey evidence = new EvidenceKey(kms, kms.addKey());
    private final FleetStore fleets = new FleetStore(tables.fleet());
    private final Instant start = Instant.now();
    private InstantSource clock = InstantSource.system();

    @BeforeEach
    void openFleet() {
        new TestDevices(tables).fleet("f");
    }

    @Test
    @DisplayName("[R34] the function answers exactly the template's routes")
    void answersTheTemplatesRoutes() {
        assertEquals(Template.load().routes("AuditExport"), new TreeSet<>(routes().routes().keySet()));
        assertEquals(Set.of("FLEET_TABLE", "AUDIT_TABLE", "ARTIFACT_BUCKET", "EVIDENCE_KEY_ID"),
                Template.load().variables("AuditExport"));
    }

    @Test
    @DisplayName("[R33] an export is JSON Lines with count, verdict, heads and a signature that the evidence key verifies")
    void exports() throws Exception {
        for (int i = 0; i < 1_200; i++) {
            chains.append("f", device(i % 20 == 0 ? "e" : "d"), "device.registered", i, Map.of("n", i));
        }

        Answer answer = api().call(EXPORT);

        assertEquals(201, answer.status());
        assertEquals(1_200, answer.body().path("events").asInt());
        assertEquals("intact", answer.text("verdict"));
        String folder = "exports/f/" + answer.text("id") + "/";
        assertEquals(Set.of(folder + "events.jsonl", folder + "manifest.json", folder + "manifest.sig"), s3.keys());
        assertEquals(List.of("events.jsonl", "manifest.json", "manifest.sig"),
                answer.body().path("objects").findValuesAsText("name"));
        assertTrue(answer.body().path("objects").path(0).path("url").asText()
                .startsWith("http://127.0.0.1:9000/bucket/" + folder + "events.jsonl?"));

        byte[] lines = s3.bytes(folder + "events.jsonl");
        JsonNode manifest = Json.read(s3.bytes(folder + "manifest.json"));
        assertEquals(1_200, new String(lines, StandardCharsets.UTF_8).lines().count());
        assertEquals(Sha256.hex(lines), manifest.path("events_sha256").asText());
        assertEquals(lines.length, manifest.path("events_size").asInt());
        assertEquals(4, manifest.path("heads").size());
        assertEquals(1_200, manifest.path("heads").findValues("sequence").stream().mapToInt(JsonNode::asInt).sum());
        assertTrue(verifies(s3.bytes(folder + "manifest.json"), s3.bytes(folder + "manifest.sig")));
        assertFalse(verifies("{}".getBytes(StandardCharsets.UTF_8), s3.bytes(folder + "manifest.sig")));
    }

    @Test
    @DisplayName("[R33] a long log is written part by part and leaves no unfinished upload")
    void exportsInParts() {
        String text = "x".repeat(90_000);
        for (int i = 0; i < 110; i++) {
            chains.append("f", device("d"), "device.registered", i, Map.of("text", text));
        }

        Answer answer = api().call(EXPORT);

        assertEquals(201, answer.status());
        assertTrue(s3.bytes("exports/f/" + answer.text("id") + "/events.jsonl").length > 8 * 1024 * 1024);
        assertEquals(0, s3.openUploads());
    }

    @Test
    @DisplayName("[R33] a fleet without events has an empty export")
    void exportsNothing() {
        Answer answer = api().call(EXPORT);

        assertEquals(201, answer.status());
        assertEquals(0, answer.body().path("events").asInt());
        assertEquals("intact", answer.text("verdict"));
        assertEquals(0, s3.bytes("exports/f/" + answer.text("id") + "/events.jsonl").length);
    }

    @Test
    @DisplayName("[R32] an event that was changed breaks the verdict, which names its place")
    void findsForgery() {
        ChainedEvent event = chains.append("f", device("d"), "device.registered", 1, Map.of());
        chains.append("f", device("d"), "device.registered", 2, Map.of());
        chains.forge(device("d"), event, "somebody else");

        Answer answer = api().call(EXPORT);

        assertEquals("broken", answer.text("verdict"));
        assertEquals(1, answer.body().path("findings").size());
        assertEquals("altered: lane " + event.lane() + " sequence 1, subject DEVICE#f#d/META revision 1: the hash is not that of the event",
                answer.body().path("findings").path(0).asText());
    }

    @Test
    @DisplayName("[R32] a revision that was never recorded breaks the verdict")
    void findsMissingRevision() {
        chains.append("f", device("d"), "device.registered", 1, Map.of());
        chains.skipRevision(device("d"));
        ChainedEvent third = chains.append("f", device("d"), "device.registered", 3, Map.of());

        Answer answer = api().call(EXPORT);

        assertEquals("broken", answer.text("verdict"));
        assertEquals("lane " + third.lane()
                + " sequence 2: missing: revision 2 of subject DEVICE#f#d/META is missing before this event",
                answer.body().path("findings").path(0).asText());
    }

    @Test
    @DisplayName("[R33] an export that cannot reach a head says so and leaves nothing")
    void refusesUnreachableHeads() {
        ChainedEvent first = chains.append("f", device("d"), "device.registered", 1, Map.of());
        chains.append("f", device("d"), "device.registered", 2, Map.of());
        chains.remove(device("d"), 2);
        // Time flies, so that the patience of ten seconds is soon at its end.
        clock = () -> start.plus(Duration.between(start, Instant.now()).multipliedBy(20));

        Answer answer = api().call(EXPORT);

        assertEquals(409, answer.status());
        assertEquals("lane " + first.lane() + " ends at sequence 2, but its events after 1 are not to be read: either the "
                + "index is behind, then export again in a minute, or they are gone from the audit table", answer.error());
        assertEquals(Set.of(), s3.keys());
    }

    @Test
    @DisplayName("[R33] an export of any length is finished request by request, and is the same as one in a single request")
    void goesOnSliceBySlice() throws Exception {
        String text = "x".repeat(90_000);
        for (int i = 0; i < 200; i++) {
            chains.append("f", device("d" + i % 7), "device.registered", i, Map.of("text", text));
        }
        Answer whole = api().call(EXPORT);
        // Every request has time for one page of a thousand events, or what S3's answer of a megabyte holds of it.
        clock = oneLookAtTheClock();

        Answer answer = api().call(EXPORT);
        int requests = 1;
        assertEquals(201, answer.status());
        String id = answer.text("id");
        while (answer.text("status").equals("in_progress")) {
            assertEquals(200, answer.body().path("events_total").asInt());
            assertEquals("in_progress", api().call("GET /fleets/{fleet=f}/audit/exports/{id=" + id + "}").text("status"));
            clock = oneLookAtTheClock();
            answer = api().call("POST /fleets/{fleet=f}/audit/exports/{id=" + id + "}");
            assertEquals(200, answer.status());
            requests++;
        }

        assertTrue(requests > 4, "requests: " + requests);
        assertEquals("intact", answer.text("verdict"));
        assertEquals(0, s3.openUploads());
        String folder = "exports/f/" + id + "/";
        assertEquals(whole.text("events_sha256"), answer.text("events_sha256"));
        assertEquals(whole.text("events_sha256"), Sha256.hex(s3.bytes(folder + "events.jsonl")));
        assertTrue(verifies(s3.bytes(folder + "manifest.json"), s3.bytes(folder + "manifest.sig")));
        Answer again = api().call("POST /fleets/{fleet=f}/audit/exports/{id=" + id + "}");
        assertEquals("complete", again.text("status"));
        assertEquals(answer.text("events_sha256"), again.text("events_sha256"));
    }

    @Test
    @DisplayName("[R33] of two requests that continue an export one is refused, until the other must have ended")
    void continuesOnce() {
        appendMuch();
        clock = oneLookAtTheClock();
        String id = api().call(EXPORT).text("id");
        String goOn = "POST /fleets/{fleet=f}/audit/exports/{id=" + id + "}";
        clock = () -> start;
        Answer[] meanwhile = new Answer[1];
        s3.beforePut(key -> {
            if (key.endsWith("events.jsonl") && meanwhile[0] == null) {
                s3.beforePut(other -> other);
                meanwhile[0] = api().call(goOn);
            }
            return key;
        });

        Answer answer = api().call(goOn);

        assertEquals("complete", answer.text("status"));
        assertEquals(409, meanwhile[0].status());
        assertEquals("export " + id + " is being continued by another request; ask again in half a minute",
                meanwhile[0].error());
    }

    @Test
    @DisplayName("[R33] an export whose request died at any write is finished by the next")
    void survivesCrashes() {
        appendMuch();
        for (int fatal = 1; fatal <= 6; fatal++) {
            clock = oneLookAtTheClock();
            String id = api().call(EXPORT).text("id");
            String goOn = "POST /fleets/{fleet=f}/audit/exports/{id=" + id + "}";
            clock = () -> start;
            int[] left = {fatal};
            s3.beforePut(key -> {
                if (--left[0] == 0) {
                    throw new IllegalStateException("killed");
                }
                return key;
            });
            int crashed = api().call(goOn).status();
            s3.beforePut(key -> key);
            clock = laterOnce();

            Answer answer = api().call(goOn);

            assertEquals("complete", answer.text("status"), "write " + fatal + " failed with " + crashed);
            assertEquals(answer.text("events_sha256"), Sha256.hex(s3.bytes("exports/f/" + id + "/events.jsonl")));
            assertEquals(0, s3.openUploads());
        }
    }

    @Test
    @DisplayName("[R35] an export that does not exist cannot be shown or continued")
    void refusesUnknownExports() {
        assertEquals(404, api().call("GET /fleets/{fleet=f}/audit/exports/{id=none}").status());
        assertEquals(404, api().call("POST /fleets/{fleet=f}/audit/exports/{id=none}").status());
        assertEquals(400, api().call("POST /fleets/{fleet=f}/audit/exports/{id=..}").status());
        assertEquals("fleet f has no export none; begin one with POST /fleets/f/audit/exports",
                api().call("GET /fleets/{fleet=f}/audit/exports/{id=none}").error());
    }

    @Test
    @DisplayName("[R33] the keys that verify a fleet's metadata and exports are public")
    void tellsKeys() throws Exception {
        assertEquals(404, api().call("GET /fleets/{fleet=f}/keys").status());
        KmsKeys made = new KmsKeys(kms, "stack");
        fleets.putKeys("f", new FleetKeys(made.create("f", "publisher"),
                made.create("f", "snapshot"), made.create("f", "timestamp")));

        Answer answer = api().call("GET /fleets/{fleet=f}/keys");

        assertEquals(200, answer.status());
        assertEquals("ecdsa", answer.body().path("keys").path("publisher").path("keytype").asText());
        assertEquals(evidence.key().publicValue(), answer.text("evidence_key"));
        assertFalse(answer.body().toString().contains("key-1"));
    }

    @Test
    @DisplayName("[R35] wrong requests are refused")
    void refusesWrongRequests() {
        assertEquals(404, api().call("POST /fleets/{fleet=none}/audit/exports").status());
        assertEquals(400, api().call(EXPORT, "{\"from\":1}").status());
        assertEquals(400, api().call("POST /fleets/{fleet=f}/audit/exports?all=1").status());
        assertEquals(Set.of(), s3.keys());
    }

    /** Much more than one part, so that there is an upload to lose. */
    private void appendMuch() {
        String text = "x".repeat(90_000);
        for (int i = 0; i < 110; i++) {
            chains.append("f", device("d"), "device.registered", i, Map.of("text", text));
        }
    }

    /** A clock that is beyond every deadline once it was looked at a few times: enough for one page. */
    private InstantSource oneLookAtTheClock() {
        AtomicInteger looks = new AtomicInteger();
        return () -> looks.incrementAndGet() <= 4 ? start : start.plusSeconds(60);
    }

    /** A clock that shows an hour later once, when the hold of an earlier request is looked at. */
    private InstantSource laterOnce() {
        AtomicInteger looks = new AtomicInteger();
        return () -> looks.incrementAndGet() == 1 ? start.plusSeconds(3_600) : start;
    }

    private Api api() {
        return Api.of(routes().routes());
    }

    private ExportRoutes routes() {
        AuditExport export = new AuditExport(new AuditLog(tables.fleet(), tables.auditTable()),
                (key, state) -> state.map(from -> new ObjectWriter(s3, "bucket", key, from))
                        .orElseGet(() -> new ObjectWriter(s3, "bucket", key)),
                new ExportStore(new KeptObjects(s3, "bucket")), evidence, () -> clock.instant());
        S3Presigner presigner = S3Presigner.builder().region(Region.EU_CENTRAL_1)
                .endpointOverride(URI.create("http://127.0.0.1:9000"))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret"))).build();
        return new ExportRoutes(fleets, export, new PresignedDownloads(presigner, "bucket", Duration.ofMinutes(15)),
                evidence, () -> clock.instant());
    }

    private boolean verifies(byte[] message, byte[] signature) throws Exception {
        String pem = evidence.key().publicValue().replaceAll("-----[^-]*-----|\\s", "");
        PublicKey key = KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(pem)));
        Signature verifier = Signature.getInstance("SHA256withECDSA");
        verifier.initVerify(key);
        verifier.update(message);
        return verifier.verify(signature);
    }

    private static Key device(String name) {
        return Keys.device(new DeviceRef("f", name));
    }
}
