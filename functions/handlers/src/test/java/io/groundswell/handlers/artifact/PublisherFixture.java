package io.groundswell.handlers.artifact;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundswell.handlers.aws.KmsKeys;
import io.groundswell.handlers.aws.UploadedObjects;
import io.groundswell.handlers.json.Json;
import io.groundswell.handlers.table.ArtifactStore;
import io.groundswell.handlers.table.FleetStore;
import io.groundswell.handlers.table.TestDevices;
import io.groundswell.handlers.testing.Api;
import io.groundswell.handlers.testing.FakeKms;
import io.groundswell.handlers.testing.FakeS3;
import io.groundswell.handlers.testing.LocalTables;
import io.groundswell.tuf.Ed25519Signer;
import io.groundswell.tuf.FileMissing;
import io.groundswell.tuf.Key;
import io.groundswell.tuf.client.InMemoryMetadata;
import io.groundswell.tuf.client.Limits;
import io.groundswell.tuf.client.TufClient;
import io.groundswell.tuf.repository.Ceremony;
import io.groundswell.tuf.repository.OfflineRoles;
import io.groundswell.tuf.repository.OnlineKeys;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** A publisher over tables, bucket and key service of its own, and what callers and devices do with it. */
final class PublisherFixture {

    static final Ed25519Signer OFFLINE = Ed25519Signer.fromSeed(new byte[32]);

    final LocalTables tables = LocalTables.create();
    final TestDevices items = new TestDevices(tables);
    final FakeS3 s3 = new FakeS3();
    final FakeKms kms = new FakeKms();
    final FleetStore fleets = new FleetStore(tables.fleet());
    final ArtifactStore artifacts = new ArtifactStore(tables.fleet());
    final FleetRepositories repositories = FleetRepositories.onAws(fleets, s3, "bucket", kms, () -> this.now);
    final PublisherRoutes routes = new PublisherRoutes(fleets,
            new FleetFounding(fleets, repositories, new KmsKeys(kms, "stack"), () -> this.now),
            new Publication(artifacts, repositories, new UploadedObjects(s3, "bucket"), () -> this.now));
    final Api api = Api.of(routes.routes());
    Instant now = Instant.parse("2026-03-01T09:30:00Z");

    /** The body that founds a fleet, signed offline now. */
    String founding(String fleet) {
        Ceremony.Offline offline = Ceremony.YEARLY.found(offlineRoles(), onlineKeys(fleet), List.of(OFFLINE), now);
        return "{\"name\":\"" + fleet + "\",\"root\":" + text(offline.root()) + ",\"targets\":"
                + text(offline.targets()) + "}";
    }

    static OfflineRoles offlineRoles() {
        return new OfflineRoles(List.of(OFFLINE.key()), 1, List.of(OFFLINE.key()), 1);
    }

    OnlineKeys onlineKeys(String fleet) {
        JsonNode keys = api.call("POST /fleets/{fleet=" + fleet + "}/keys").body().path("keys");
        return new OnlineKeys(key(keys.path("publisher")), key(keys.path("snapshot")), key(keys.path("timestamp")));
    }

    private static Key key(JsonNode json) {
        Key key = Key.fromJson(Map.of("keytype", json.path("keytype").asText(), "scheme", json.path("scheme").asText(),
                "keyval", Map.of("public", json.path("keyval").path("public").asText())));
        assertEquals(json.path("keyid").asText(), key.keyId());
        return key;
    }

    /** Every write to the bucket from the n-th on fails, counted from now. */
    void cutShortAt(int n) {
        int[] puts = {0};
        s3.beforePut(key -> {
            if (++puts[0] >= n) {
                throw new IllegalStateException("cut short");
            }
            return key;
        });
    }

    void mend() {
        s3.beforePut(key -> key);
    }

    /** A device's client that trusts the fleet's first root and has just refreshed. */
    TufClient clientOf(String fleet) {
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

    /** Runs the calls side by side and waits for all of them. */
    static List<Api.Answer> together(List<Supplier<Api.Answer>> calls) throws InterruptedException {
        List<Api.Answer> answers = new CopyOnWriteArrayList<>();
        List<Thread> callers =
                calls.stream().map(call -> Thread.ofPlatform().start(() -> answers.add(call.get()))).toList();
        for (Thread caller : callers) {
            caller.join();
        }
        return answers;
    }

    static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }

    static JsonNode json(String text) {
        return Json.read(text.getBytes(StandardCharsets.UTF_8));
    }
}
