package io.groundswell.handlers.artifact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundswell.handlers.aws.KmsKeys;
import io.groundswell.handlers.json.Json;
import io.groundswell.handlers.table.FleetKeys;
import io.groundswell.handlers.table.FleetStore;
import io.groundswell.handlers.testing.FakeKms;
import io.groundswell.handlers.testing.FakeS3;
import io.groundswell.handlers.testing.Invocation;
import io.groundswell.handlers.testing.LocalTables;
import io.groundswell.handlers.testing.Template;
import io.groundswell.tuf.Ed25519Signer;
import io.groundswell.tuf.repository.Ceremony;
import io.groundswell.tuf.repository.OfflineRoles;
import io.groundswell.tuf.repository.OnlineKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class MetadataRefreshTest {

    private static final Ed25519Signer OFFLINE = Ed25519Signer.fromSeed(new byte[32]);

    private final LocalTables tables = LocalTables.create();
    private final FakeS3 s3 = new FakeS3();
    private final FakeKms kms = new FakeKms();
    private final FleetStore fleets = new FleetStore(tables.fleet());
    private final FleetRepositories repositories = FleetRepositories.onAws(fleets, s3, "bucket", kms, () -> this.now);
    private final FleetFounding founding =
            new FleetFounding(fleets, repositories, new KmsKeys(kms, "stack"), () -> this.now);
    private final MetadataRefresh refresh = new MetadataRefresh(fleets, repositories, "stack", () -> this.now);
    private Instant now = Instant.parse("2026-03-01T09:30:00Z");

    @Test
    @DisplayName("[R3] every fleet's timestamp is signed again, and the days that the first other role has left are told")
    void refreshesEveryFleet() {
        found("a", 365);
        found("b", 20);
        now = now.plus(Duration.ofDays(1));

        MetadataRefresh.Outcome outcome = refresh.refreshAll();

        assertEquals(new MetadataRefresh.Outcome(2, 0, 19), outcome);
        assertEquals("2026-03-05T09:30:00Z", expiry("a", "timestamp.json"));
        assertEquals("2026-03-05T09:30:00Z", expiry("b", "timestamp.json"));
        assertEquals(2, signed("a", "timestamp.json").path("version").asInt());
    }

    @Test
    @DisplayName("[R3] what has less than half of its life left is signed again before it expires")
    void refreshesWhatNearsExpiry() {
        found("a", 365);
        now = now.plus(Duration.ofDays(16));

        assertEquals(30, refresh.refreshAll().daysLeft());

        assertEquals("2026-04-16T09:30:00Z", expiry("a", "2.snapshot.json"));
    }

    @Test
    @DisplayName("[R3] one fleet's failure leaves the others refreshed, is told, and fails the invocation")
    void goesOnAfterAFailure() {
        found("a", 365);
        found("b", 365);
        found("c", 365);
        now = now.plus(Duration.ofDays(1));
        s3.beforePut(key -> {
            if (key.startsWith("tuf/b/")) {
                throw new IllegalStateException("no room");
            }
            return key;
        });

        IllegalStateException failure = assertThrows(IllegalStateException.class,
                () -> new MetadataRefreshHandler(refresh).handleRequest(null, new Invocation()));

        assertEquals("metadata of 1 of 3 fleets could not be refreshed; the log names them", failure.getMessage());
        assertEquals(2, signed("a", "timestamp.json").path("version").asInt());
        assertEquals(1, signed("b", "timestamp.json").path("version").asInt());
        assertEquals(2, signed("c", "timestamp.json").path("version").asInt());
    }

    @Test
    @DisplayName("[R3] a stack without fleets is not taken for a silent one")
    void refreshesNothing() {
        assertEquals(new MetadataRefresh.Outcome(0, 0, 365), refresh.refreshAll());
        assertTrue(Template.load().variables("MetadataRefresh")
                .containsAll(Set.of("FLEET_TABLE", "ARTIFACT_BUCKET", "STACK_NAME")));
    }

    private void found(String fleet, int days) {
        FleetKeys keys = founding.keys(fleet);
        OnlineKeys online = new OnlineKeys(keys.publisher().key(), keys.snapshot().key(), keys.timestamp().key());
        OfflineRoles roles = new OfflineRoles(List.of(OFFLINE.key()), 1, List.of(OFFLINE.key()), 1);
        Ceremony.Offline offline = new Ceremony(Duration.ofDays(days), Duration.ofDays(days))
                .found(roles, online, List.of(OFFLINE), now);
        founding.create(fleet, offline.root(), offline.targets(), "test");
    }

    private String expiry(String fleet, String file) {
        return signed(fleet, file).path("expires").asText();
    }

    private JsonNode signed(String fleet, String file) {
        return Json.read(s3.bytes("tuf/" + fleet + "/metadata/" + file)).path("signed");
    }
}
