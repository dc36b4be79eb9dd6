package io.groundswell.tuf.repository;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.tuf.InvalidInput;
import io.groundswell.tuf.MetadataRefused;
import io.groundswell.tuf.RepositoryConflict;
import io.groundswell.tuf.TargetFile;
import io.groundswell.tuf.client.TufClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class FleetRepositoryTest {

    private static final String PATH = "edge-model/1.0.0/model.bin";

    private final TestFleet fleet = new TestFleet();

    @Test
    @DisplayName("[R5] a fleet is created from an offline-signed root and targets, in files that clients read")
    void createsTheFirstFiles() {
        fleet.created();
        assertEquals(List.of("1.publisher.json", "1.root.json", "1.snapshot.json", "1.targets.json",
                "timestamp.json"), fleet.store.names());
        fleet.client().refresh();
    }

    @Test
    @DisplayName("[R3] a published target is found by a client, with its facts")
    void publishesATarget() {
        fleet.created().addTarget(PATH, 42, TestFleet.SHA256, Map.of("kind", "model", "manifest", Map.of("n", 1)));
        TufClient client = fleet.client();
        TargetFile found = client.findTarget(PATH).orElseThrow();
        assertEquals(42, found.length());
        assertEquals(Map.of("kind", "model", "manifest", Map.of("n", 1L)), found.custom());
        assertEquals("edge-model/1.0.0/" + TestFleet.SHA256 + ".model.bin", client.targetLocation(PATH, found));
        assertTrue(client.findTarget("edge-model/1.0.1/model.bin").isEmpty());
    }

    @Test
    @DisplayName("[R3] publishing again with the same facts changes nothing, with others it is a conflict")
    void publishingIsIdempotent() {
        FleetRepository repository = fleet.created();
        RepositoryStatus first = repository.addTarget(PATH, 42, TestFleet.SHA256, TestFleet.custom("model"));
        assertEquals(first, repository.addTarget(PATH, 42, TestFleet.SHA256, TestFleet.custom("model")));
        assertEquals(2, first.roles().get("timestamp").version());
        RepositoryConflict refused = assertThrows(RepositoryConflict.class,
                () -> repository.addTarget(PATH, 43, TestFleet.SHA256, TestFleet.custom("model")));
        assertTrue(refused.getMessage().contains("length 42"), refused.getMessage());
    }

    @Test
    @DisplayName("[R2] nothing but <name>/<version>/<filename> in safe names becomes a target path")
    void refusesUnsafePaths() {
        FleetRepository repository = fleet.created();
        for (String path : List.of("a/b", "a/b/c/d", "../b/c", "a/b/..", "a//c", "a/b/c d", "/a/b/c", "a/b/x..y")) {
            assertThrows(InvalidInput.class,
                    () -> repository.addTarget(path, 1, TestFleet.SHA256, Map.of()), path);
        }
    }

    @Test
    @DisplayName("[R3] custom facts that clients could read differently are refused")
    void refusesUninteroperableCustom() {
        FleetRepository repository = fleet.created();
        for (Object bad : List.of("ü", "a\nb", 1L << 53, 0.5, List.of("ü"), Map.of("ü", "x"))) {
            assertThrows(InvalidInput.class,
                    () -> repository.addTarget(PATH, 1, TestFleet.SHA256, Map.of("k", bad)), bad.toString());
        }
    }

    @Test
    @DisplayName("[R3] facts that are nested deeper than clients read are refused before anything refers to them")
    void refusesFactsThatClientsWouldRefuse() {
        FleetRepository repository = fleet.created();
        Map<String, Object> deep = Map.of("kind", "model");
        for (int i = 0; i < 30; i++) {
            deep = Map.of("manifest", deep);
        }
        Map<String, Object> custom = deep;
        assertEquals(MetadataRefused.Reason.MALFORMED, assertThrows(MetadataRefused.class,
                () -> repository.addTarget(PATH, 42, TestFleet.SHA256, custom)).reason());
        assertTrue(fleet.client().findTarget(PATH).isEmpty());
        repository.addTarget(PATH, 42, TestFleet.SHA256, TestFleet.custom("model"));
        assertTrue(fleet.client().findTarget(PATH).isPresent());
    }

    @Test
    @DisplayName("[R5] creating again after a crash completes it; with another root it is a conflict")
    void creatingIsIdempotent() {
        fleet.store.createIfAbsent("1.root.json", fleet.founded.root());
        RepositoryStatus created = fleet.repository().create(fleet.founded.root(), fleet.founded.targets());
        assertEquals(created, fleet.repository().create(fleet.founded.root(), fleet.founded.targets()));
        Ceremony.Offline other = Ceremony.YEARLY.found(fleet.roles, fleet.online.keys(),
                List.of(fleet.rootKeys.get(1), fleet.rootKeys.get(2), fleet.targetsKeys.getFirst()),
                fleet.clock.instant());
        assertThrows(RepositoryConflict.class, () -> fleet.repository().create(other.root(), other.targets()));
    }

    @Test
    @DisplayName("[R3] refresh keeps clients going for as long as it runs")
    void refreshSignsAgain() {
        FleetRepository repository = fleet.created();
        repository.addTarget(PATH, 42, TestFleet.SHA256, TestFleet.custom("model"));
        for (int day = 0; day < 300; day += 2) {
            repository.refresh();
            fleet.clock.advance(Duration.ofDays(2));
            assertTrue(fleet.client().findTarget(PATH).isPresent());
        }
    }

    @Test
    @DisplayName("[R3] refresh goes on when root has expired, and shows the expiry")
    void refreshReportsExpiredOfflineRoles() {
        FleetRepository repository = fleet.created();
        fleet.clock.advance(Duration.ofDays(366));
        RepositoryStatus status = repository.refresh();
        assertEquals("2027-03-01T12:00:00Z", status.soonestExpiry().toString());
        assertEquals(MetadataRefused.Reason.EXPIRED, assertThrows(MetadataRefused.class,
                () -> repository.addTarget(PATH, 1, TestFleet.SHA256, Map.of())).reason());
    }
}
