package io.groundswell.handlers.artifact;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundswell.domain.artifact.Artifact;
import io.groundswell.domain.artifact.ArtifactContent;
import io.groundswell.domain.artifact.ArtifactKind;
import io.groundswell.domain.artifact.ArtifactStatus;
import io.groundswell.domain.json.Sha256;
import io.groundswell.domain.name.ArtifactRef;
import io.groundswell.handlers.aws.KmsKeys;
import io.groundswell.handlers.aws.UploadedObjects;
import io.groundswell.handlers.json.Json;
import io.groundswell.handlers.table.ArtifactStore;
import io.groundswell.handlers.table.Evidence;
import io.groundswell.handlers.table.FleetStore;
import io.groundswell.handlers.table.Keys;
import io.groundswell.handlers.table.TestDevices;
import io.groundswell.handlers.testing.Api;
import io.groundswell.handlers.testing.Api.Answer;
import io.groundswell.handlers.testing.FakeKms;
import io.groundswell.handlers.testing.FakeS3;
import io.groundswell.handlers.testing.LocalTables;
import io.groundswell.handlers.testing.Template;
import io.groundswell.tuf.Ed25519Signer;
import io.groundswell.tuf.FileMissing;
import io.groundswell.tuf.Key;
import io.groundswell.tuf.TargetFile;
import io.groundswell.tuf.client.InMemoryMetadata;
import io.groundswell.tuf.client.Limits;
import io.groundswell.tuf.client.TufClient;
import io.groundswell.tuf.repository.Ceremony;
import io.groundswell.tuf.repository.OfflineRoles;
import io.groundswell.tuf.repository.OnlineKeys;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PublisherRoutesTest {

    private static final byte[] BYTES = "abc".getBytes(StandardCharsets.US_ASCII);
    private static final String SHA256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    private static final String OBJECT = "tuf/f/targets/detector/1.0.0/" + SHA256 + ".model.onnx";
    private static final String PUBLISH = "POST /fleets/{fleet=f}/artifacts/{name=detector}/{version=1.0.0}/publish";
    private static final ArtifactRef DETECTOR = new ArtifactRef("detector", "1.0.0");
    private static final Ed25519Signer OFFLINE = Ed25519Signer.fromSeed(new byte[32]);

    private final LocalTables tables = LocalTables.create();
    private final TestDevices items = new TestDevices(tables);
    private final FakeS3 s3 = new FakeS3();
    private final FakeKms kms = new FakeKms();
    private final FleetStore fleets = new FleetStore(tables.fleet());
    private final ArtifactStore artifacts = new ArtifactStore(tables.fleet());
    private final FleetRepositories repositories = FleetRepositories.onAws(fleets, s3, "bucket", kms, () -> this.now);
    private final PublisherRoutes routes = new PublisherRoutes(fleets,
            new FleetFounding(fleets, repositories, new KmsKeys(kms, "stack"), () -> this.now),
            new Publication(artifacts, repositories, new UploadedObjects(s3, "bucket"), () -> this.now));
    private final Api api = Api.of(routes.routes());
    private Instant now = Instant.parse("2026-03-01T09:30:00Z");

    @Test
    @DisplayName("[R34] the function answers exactly the template's routes")
    void answersTheTemplatesRoutes() {
        assertEquals(Template.load().routes("Publisher"), new TreeSet<>(routes.routes().keySet()));
        assertEquals(Set.of("FLEET_TABLE", "ARTIFACT_BUCKET", "STACK_NAME"),
                Template.load().variables("Publisher"));
    }

    @Test
    @DisplayName("[R5] each fleet has three keys of its own, made once and tagged with stack and fleet")
    void makesKeysOnce() {
        JsonNode first = api.call("POST /fleets/{fleet=f}/keys").body();
        JsonNode again = api.call("POST /fleets/{fleet=f}/keys").body();
        JsonNode other = api.call("POST /fleets/{fleet=g}/keys").body();

        assertEquals(first, again);
        assertNotEquals(first.path("keys").path("publisher"), other.path("keys").path("publisher"));
        assertEquals("ecdsa-sha2-nistp256", first.path("keys").path("snapshot").path("scheme").asText());
        assertEquals(64, first.path("keys").path("timestamp").path("keyid").asText().length());
        assertEquals(6, kms.keyCount());
        assertTrue(kms.tagsOf("key-1").stream()
                .anyMatch(tag -> tag.tagKey().equals("groundswell-stack") && tag.tagValue().equals("stack")));
        assertTrue(kms.tagsOf("key-1").stream()
                .anyMatch(tag -> tag.tagKey().equals("groundswell-fleet") && tag.tagValue().equals("f")));
        assertEquals(List.of(), kms.retired());
    }

    @Test
    @DisplayName("[R5] of two that make keys at once one wins, and the other's keys are given up")
    void loserRetiresItsKeys() throws Exception {
        List<Answer> answers = new CopyOnWriteArrayList<>();
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            callers.add(Thread.ofPlatform().start(() -> answers.add(api.call("POST /fleets/{fleet=f}/keys"))));
        }
        for (Thread caller : callers) {
            caller.join();
        }

        assertEquals(4, answers.stream().filter(answer -> answer.status() == 200).count());
        assertEquals(1, answers.stream().map(Answer::body).distinct().count());
        assertEquals(kms.keyCount() - 3, kms.retired().size());
    }

    @Test
    @DisplayName("[R5] a fleet is created from offline-signed root and targets, once; the same again changes nothing")
    void createsFleet() {
        String body = founding("f");

        Answer created = api.call("POST /fleets", body);
        Answer again = api.call("POST /fleets", body);

        assertEquals(201, created.status());
        assertEquals(json("""
                {"name":"f","created_at":"2026-03-01T09:30:00.000Z","lanes":4,
                 "root":{"version":1,"expires":"2027-03-01T09:30:00.000Z"},
                 "targets":{"version":1,"expires":"2027-03-01T09:30:00.000Z"}}"""), created.body());
        assertEquals(201, again.status());
        assertEquals(created.body(), again.body());
        assertEquals(1, items.revision(Keys.fleet("f")));
        assertEquals(List.of("fleet.created"), items.eventsOn(Keys.fleet("f")));
        assertEquals(Set.of("tuf/f/metadata/1.root.json", "tuf/f/metadata/1.targets.json",
                "tuf/f/metadata/1.publisher.json", "tuf/f/metadata/1.snapshot.json", "tuf/f/metadata/timestamp.json"),
                s3.keys());
    }

    @Test
    @DisplayName("[R5] creating a fleet from another root is 409, before its keys exist too")
    void refusesAnotherRoot() {
        assertEquals(409, api.call("POST /fleets", "{\"name\":\"f\",\"root\":{},\"targets\":{}}").status());
        api.call("POST /fleets", founding("f"));
        now = now.plusSeconds(60);

        assertEquals(409, api.call("POST /fleets", founding("f")).status());
        assertEquals(1, items.revision(Keys.fleet("f")));
    }

    @Test
    @DisplayName("[R5] a root that no client would accept is 400 with the reason, and there is no fleet")
    void refusesBadMetadata() {
        ObjectNode unsigned = (ObjectNode) json(founding("f"));
        ((ObjectNode) unsigned.path("root")).putArray("signatures");

        Answer answer = api.call("POST /fleets", unsigned.toString());

        assertEquals(400, answer.status());
        assertTrue(answer.error().contains("root"), answer.error());
        assertEquals(Set.of(), s3.keys());
        assertEquals(400, api.call("POST /fleets", founding("f").replace("\"version\":1", "\"version\":1.5")).status());
        assertEquals(400, api.call("POST /fleets", founding("f").replace("\"name\"", "\"more\":1,\"name\"")).status());
        assertEquals(0, items.revision(Keys.fleet("f")));
    }

    @Test
    @DisplayName("[R5] a creation that was cut short at any write is completed by the same call")
    void completesCreationAfterACrash() {
        String body = founding("f");
        for (int crashAt = 1; crashAt <= 5; crashAt++) {
            int last = crashAt;
            int[] puts = {0};
            s3.beforePut(key -> {
                if (++puts[0] == last) {
                    throw new IllegalStateException("cut short");
                }
                return key;
            });
            assertEquals(500, api.call("POST /fleets", body).status());
        }
        s3.beforePut(key -> key);

        assertEquals(201, api.call("POST /fleets", body).status());
        assertEquals(List.of("fleet.created"), items.eventsOn(Keys.fleet("f")));
    }

    @Test
    @DisplayName("[R5] newer root and targets are taken in and recorded once")
    void updatesOfflineRoles() {
        JsonNode founded = json(founding("f"));
        api.call("POST /fleets", founded.toString());
        now = now.plus(Duration.ofDays(30));
        Ceremony.Offline next = Ceremony.YEARLY.rotate(bytes(founded.path("root")), bytes(founded.path("targets")),
                offlineRoles(), onlineKeys("f"), List.of(OFFLINE), now);

        Answer root = api.call("PUT /fleets/{fleet=f}/tuf/root", text(next.root()));
        Answer repeated = api.call("PUT /fleets/{fleet=f}/tuf/root", text(next.root()));
        Answer targets = api.call("PUT /fleets/{fleet=f}/tuf/targets", text(next.targets()));

        assertEquals(200, root.status());
        assertEquals(2, root.body().path("root").path("version").asInt());
        assertEquals(root.body(), repeated.body());
        assertEquals(200, targets.status());
        assertEquals(2, targets.body().path("targets").path("version").asInt());
        assertEquals(3, items.revision(Keys.fleet("f")));
        assertEquals(List.of("fleet.targets_updated"), items.eventsOn(Keys.fleet("f")));
        assertEquals(400, api.call("PUT /fleets/{fleet=f}/tuf/root", "[]").status());
        assertEquals(400, api.call("PUT /fleets/{fleet=f}/tuf/root", "{}").status());
        assertEquals(400, api.call("PUT /fleets/{fleet=f}/tuf/root", text(next.root()).replace("root", "\\ud800")).status());
        assertEquals(400, api.call("PUT /fleets/{fleet=f}/tuf/targets").status());
        assertEquals(404, api.call("PUT /fleets/{fleet=none}/tuf/root", text(next.root())).status());
    }

    @Test
    @DisplayName("[R3] publishing signs what S3 holds, and a client finds the target with its kind and manifest")
    void publishes() {
        declare();
        s3.upload(OBJECT, BYTES, Sha256.of(BYTES));

        Answer published = api.call(PUBLISH);

        assertEquals(200, published.status());
        assertEquals("published", published.text("status"));
        TargetFile target = clientOf("f").findTarget("detector/1.0.0/model.onnx").orElseThrow();
        assertEquals(3, target.length());
        assertEquals(Map.of("kind", "model", "manifest", Map.of("input", 640L)), target.custom());
        assertEquals(List.of("artifact.published"), items.eventsOn(Keys.artifact("f", DETECTOR)));
    }

    @Test
    @DisplayName("[R3] publishing again is the same answer, no second event, nothing signed")
    void publishesOnce() {
        declare();
        s3.upload(OBJECT, BYTES, Sha256.of(BYTES));
        Answer first = api.call(PUBLISH);
        int signatures = kms.signatures();

        Answer second = api.call(PUBLISH);

        assertEquals(first.body(), second.body());
        assertEquals(signatures, kms.signatures());
        assertEquals(2, items.revision(Keys.artifact("f", DETECTOR)));
    }

    @Test
    @DisplayName("[R3] a publication that was cut short at any write is completed by publishing again")
    void completesPublicationAfterACrash() {
        declare();
        s3.upload(OBJECT, BYTES, Sha256.of(BYTES));
        for (int crashAt = 1; crashAt <= 3; crashAt++) {
            int last = crashAt;
            int[] puts = {0};
            s3.beforePut(key -> {
                if (++puts[0] == last) {
                    throw new IllegalStateException("cut short");
                }
                return key;
            });
            assertEquals(500, api.call(PUBLISH).status());
            assertEquals(ArtifactStatus.DECLARED, artifacts.get("f", DETECTOR).value().status());
            assertTrue(clientOf("f").findTarget("detector/1.0.0/model.onnx").isEmpty());
        }
        s3.beforePut(key -> key);

        assertEquals(200, api.call(PUBLISH).status());
        assertTrue(clientOf("f").findTarget("detector/1.0.0/model.onnx").isPresent());
    }

    @Test
    @DisplayName("[R3] bytes that are missing, of another length or hash, or unchecked by S3 are 409 and nothing is signed")
    void refusesOtherBytes() {
        declare();
        byte[] timestamp = s3.bytes("tuf/f/metadata/timestamp.json");

        Answer missing = api.call(PUBLISH);
        s3.upload(OBJECT, "abcd".getBytes(StandardCharsets.US_ASCII), Sha256.of(BYTES));
        Answer longer = api.call(PUBLISH);
        s3.upload(OBJECT, "abd".getBytes(StandardCharsets.US_ASCII), Sha256.of("abd".getBytes(StandardCharsets.US_ASCII)));
        Answer other = api.call(PUBLISH);
        s3.upload(OBJECT, BYTES, null);
        Answer unchecked = api.call(PUBLISH);

        assertEquals(List.of(409, 409, 409, 409),
                List.of(missing.status(), longer.status(), other.status(), unchecked.status()));
        assertEquals("artifact detector 1.0.0 has no bytes yet; upload model.onnx to the address that declaring it gave, "
                + "then publish again", missing.error());
        assertEquals("artifact detector 1.0.0 must have 3 bytes as declared, found 4 uploaded; "
                + "declare the right size as another version", longer.error());
        assertEquals("artifact detector 1.0.0 must have sha256 " + SHA256 + " as declared, found "
                + "a52d159f262b2c6ddb724a61840befc36eb30c88877a4030b65cbe86298449c9 uploaded; "
                + "declare the right one as another version", other.error());
        assertArrayEquals(timestamp, s3.bytes("tuf/f/metadata/timestamp.json"));
        assertEquals(ArtifactStatus.DECLARED, artifacts.get("f", DETECTOR).value().status());
    }

    @Test
    @DisplayName("[R3] concurrent publications never overwrite one another")
    void publishesConcurrently() throws Exception {
        declare();
        List<String> versions = List.of("1.0.1", "1.0.2", "1.0.3", "1.0.4", "1.0.5");
        versions.forEach(version -> {
            declareVersion(version);
            s3.upload("tuf/f/targets/detector/" + version + "/" + SHA256 + ".model.onnx", BYTES, Sha256.of(BYTES));
        });
        List<Thread> callers = versions.stream().map(version -> Thread.ofPlatform().start(() -> assertEquals(200,
                api.call("POST /fleets/{fleet=f}/artifacts/{name=detector}/{version=" + version + "}/publish")
                        .status()))).toList();
        for (Thread caller : callers) {
            caller.join();
        }

        TufClient client = clientOf("f");
        versions.forEach(version -> assertTrue(client.findTarget("detector/" + version + "/model.onnx").isPresent(), version));
    }

    @Test
    @DisplayName("[R34] what does not exist is 404, what is no name 400")
    void namesWhatDoesNotExist() {
        assertEquals(404, api.call(PUBLISH).status());
        api.call("POST /fleets", founding("f"));
        assertEquals(404, api.call(PUBLISH).status());
        assertEquals(400, api.call("POST /fleets/{fleet=f}/artifacts/{name=..}/{version=1}/publish").status());
        assertEquals(400, api.call("POST /fleets/{fleet=-}/keys").status());
        assertEquals(400, api.call("POST /fleets/{fleet=f}/keys", "{\"force\":true}").status());
        assertFalse(items.revision(Keys.artifact("f", DETECTOR)) > 0);
    }

    private void declare() {
        api.call("POST /fleets", founding("f"));
        declareVersion("1.0.0");
    }

    private void declareVersion(String version) {
        Artifact artifact = new Artifact(new ArtifactRef("detector", version), ArtifactKind.MODEL,
                new ArtifactContent("model.onnx", 3, SHA256), Map.of("input", 640L), ArtifactStatus.DECLARED);
        artifacts.declare("f", artifact, now, new Evidence("artifact.declared", "test", now, Map.of()));
    }

    private String founding(String fleet) {
        Ceremony.Offline offline = Ceremony.YEARLY.found(offlineRoles(), onlineKeys(fleet), List.of(OFFLINE), now);
        return "{\"name\":\"" + fleet + "\",\"root\":" + text(offline.root()) + ",\"targets\":" + text(offline.targets()) + "}";
    }

    private static OfflineRoles offlineRoles() {
        return new OfflineRoles(List.of(OFFLINE.key()), 1, List.of(OFFLINE.key()), 1);
    }

    private OnlineKeys onlineKeys(String fleet) {
        JsonNode keys = api.call("POST /fleets/{fleet=" + fleet + "}/keys").body().path("keys");
        return new OnlineKeys(key(keys.path("publisher")), key(keys.path("snapshot")), key(keys.path("timestamp")));
    }

    private static Key key(JsonNode json) {
        Key key = Key.fromJson(Map.of("keytype", json.path("keytype").asText(), "scheme", json.path("scheme").asText(),
                "keyval", Map.of("public", json.path("keyval").path("public").asText())));
        assertEquals(json.path("keyid").asText(), key.keyId());
        return key;
    }

    /** A device's client that trusts the fleet's first root and has just refreshed. */
    private TufClient clientOf(String fleet) {
        InMemoryMetadata local = new InMemoryMetadata();
        TufClient.trustRoot(local, s3.bytes("tuf/" + fleet + "/metadata/1.root.json"));
        TufClient client = new TufClient(local, name -> {
            String key = "tuf/" + fleet + "/metadata/" + name;
            if (!s3.keys().contains(key)) {
                throw new FileMissing(name);
            }
            return new ByteArrayInputStream(s3.bytes(key));
        }, () -> now, Limits.STANDARD);
        client.refresh();
        return client;
    }

    private static byte[] bytes(JsonNode metadata) {
        return Json.write(metadata);
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }

    private static JsonNode json(String text) {
        return Json.read(text.getBytes(StandardCharsets.UTF_8));
    }
}
