package io.groundswell.tuf.repository;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.tuf.Ed25519Signer;
import io.groundswell.tuf.InvalidInput;
import io.groundswell.tuf.MetadataRefused;
import io.groundswell.tuf.RepositoryConflict;
import io.groundswell.tuf.Signer;
import io.groundswell.tuf.TestKeys;
import io.groundswell.tuf.client.TufClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class OfflineUpdatesTest {

    private final TestFleet fleet = TestFleet.withCheapKeys();
    private final FleetRepository repository = fleet.created();
    private final List<Ed25519Signer> newRootKeys = TestKeys.keys(11, 12, 13);
    private final List<Ed25519Signer> newTargetsKeys = TestKeys.keys(14, 15);

    private Ceremony.Offline rotated(OfflineRoles roles, OnlineKeys online, List<? extends Signer> signers) {
        return Ceremony.YEARLY.rotate(fleet.founded.root(), fleet.founded.targets(), roles, online, signers,
                fleet.clock.instant());
    }

    private Ceremony.Offline rotatedToNewKeys() {
        return rotated(new OfflineRoles(TestKeys.publicKeys(newRootKeys), 2,
                TestKeys.publicKeys(newTargetsKeys), 2), fleet.online.keys(), everyone());
    }

    private List<Signer> everyone() {
        List<Signer> all = new ArrayList<>(fleet.rootKeys);
        all.addAll(fleet.targetsKeys);
        all.addAll(newRootKeys);
        all.addAll(newTargetsKeys);
        return all;
    }

    @Test
    @DisplayName("[R5] all offline keys are replaced by uploading targets, then root; clients follow at every step")
    void replacesTheOfflineKeys() {
        repository.addTarget("a/1/f", 1, TestFleet.SHA256, TestFleet.custom("model"));
        TufClient client = fleet.client();
        client.refresh();
        Ceremony.Offline next = rotatedToNewKeys();
        repository.updateTargets(next.targets());
        client.refresh();
        repository.updateRoot(next.root());
        client.refresh();
        assertTrue(client.findTarget("a/1/f").isPresent());
        RepositoryStatus status = repository.updateRoot(next.root());
        assertEquals(status, repository.updateTargets(next.targets()));
        assertEquals(2, status.roles().get("root").version());
        assertEquals(2, status.roles().get("targets").version());
        repository.addTarget("b/1/f", 1, TestFleet.SHA256, TestFleet.custom("model"));
        assertTrue(fleet.client().findTarget("b/1/f").isPresent());
    }

    @Test
    @DisplayName("[R5] a root under which the current targets are unsigned is refused before it is written")
    void refusesARootThatOrphansTargets() {
        InvalidInput refused = assertThrows(InvalidInput.class,
                () -> repository.updateRoot(rotatedToNewKeys().root()));
        assertTrue(refused.getMessage().contains("first upload targets"), refused.getMessage());
        assertTrue(!fleet.store.names().contains("2.root.json"));
    }

    @Test
    @DisplayName("[R5] a root without the old threshold's signatures is refused as a client would refuse it")
    void refusesAnUnsignedRoot() {
        OfflineRoles mine = new OfflineRoles(TestKeys.publicKeys(newRootKeys), 1,
                TestKeys.publicKeys(fleet.targetsKeys), 1);
        byte[] foreign = Ceremony.YEARLY.found(mine, fleet.online.keys(), everyone(), fleet.clock.instant()).root();
        assertThrows(RepositoryConflict.class, () -> repository.updateRoot(foreign));
        Ceremony.Offline second = Ceremony.YEARLY.rotate(foreign, fleet.founded.targets(), mine, fleet.online.keys(),
                List.of(newRootKeys.getFirst(), fleet.targetsKeys.getFirst()), fleet.clock.instant());
        assertEquals(MetadataRefused.Reason.UNSIGNED, assertThrows(MetadataRefused.class,
                () -> repository.updateRoot(second.root())).reason());
    }

    @Test
    @DisplayName("[R5] root and targets have to serve this fleet's online keys")
    void refusesForeignOnlineKeys() {
        OnlineKeys own = fleet.online.keys();
        OnlineKeys foreign = new OnlineKeys(TestKeys.key(31).key(), TestKeys.key(32).key(), TestKeys.key(33).key());
        assertThrows(InvalidInput.class, () -> repository.updateRoot(
                rotated(fleet.roles, new OnlineKeys(own.publisher(), foreign.snapshot(), own.timestamp()),
                        everyone()).root()));
        assertThrows(InvalidInput.class, () -> repository.updateRoot(
                rotated(fleet.roles, new OnlineKeys(own.publisher(), own.snapshot(), foreign.timestamp()),
                        everyone()).root()));
        assertThrows(InvalidInput.class, () -> repository.updateTargets(
                rotated(fleet.roles, new OnlineKeys(foreign.publisher(), own.snapshot(), own.timestamp()),
                        everyone()).targets()));
    }

    @Test
    @DisplayName("[R5] targets that an upload left behind unfinished are skipped by signing the next version")
    void skipsAnUnfinishedUpload() {
        Ceremony.Offline second = rotated(fleet.roles, fleet.online.keys(), everyone());
        fleet.store.createIfAbsent("2.targets.json", second.targets());
        fleet.clock.advance(Duration.ofSeconds(5));
        byte[] other = rotated(fleet.roles, fleet.online.keys(), everyone()).targets();
        RepositoryConflict taken = assertThrows(RepositoryConflict.class, () -> repository.updateTargets(other));
        assertTrue(taken.getMessage().contains("version 3"), taken.getMessage());
        byte[] third = Ceremony.YEARLY.rotate(fleet.founded.root(), second.targets(), fleet.roles,
                fleet.online.keys(), everyone(), fleet.clock.instant()).targets();
        assertEquals(3, repository.updateTargets(third).roles().get("targets").version());
        fleet.client().refresh();
        assertThrows(RepositoryConflict.class, () -> repository.updateTargets(second.targets()));
    }

    @Test
    @DisplayName("[R5] a version that nobody took is not skipped")
    void refusesAGap() {
        Ceremony.Offline second = rotated(fleet.roles, fleet.online.keys(), everyone());
        Ceremony.Offline third = Ceremony.YEARLY.rotate(second.root(), second.targets(), fleet.roles,
                fleet.online.keys(), everyone(), fleet.clock.instant());
        assertThrows(InvalidInput.class, () -> repository.updateTargets(third.targets()));
        assertThrows(MetadataRefused.class, () -> repository.updateRoot(third.root()));
    }

    @Test
    @DisplayName("[R5] expired uploads are refused, and newer ones end an expiry")
    void renewsAfterExpiry() {
        Ceremony.Offline stale = rotated(fleet.roles, fleet.online.keys(), everyone());
        fleet.clock.advance(Duration.ofDays(400));
        assertThrows(InvalidInput.class, () -> repository.updateRoot(stale.root()));
        assertThrows(InvalidInput.class, () -> repository.updateTargets(stale.targets()));
        Ceremony.Offline fresh = rotated(fleet.roles, fleet.online.keys(), everyone());
        repository.updateRoot(fresh.root());
        repository.updateTargets(fresh.targets());
        fleet.client().refresh();
    }

    @Test
    @DisplayName("[R5] the online keys are replaced by a root that names old and new, then one that names the new")
    void replacesOnlineKeysInTwoSteps() {
        OnlineSigners next = new OnlineSigners(fleet.online.publisher(), TestKeys.key(41), TestKeys.key(42));
        byte[] both = RootEdits.withOnlineKeysOf(fleet, 2, fleet.online.keys(), next.keys());
        byte[] onlyNew = RootEdits.withOnlineKeysOf(fleet, 3, next.keys());
        FleetRepository later = new FleetRepository(fleet.store, next, fleet.clock, Lifetimes.STANDARD);
        TufClient client = fleet.client();
        client.refresh();
        later.updateRoot(both);
        client.refresh();
        later.updateRoot(onlyNew);
        client.refresh();
        fleet.client().refresh();
        later.addTarget("a/1/f", 1, TestFleet.SHA256, TestFleet.custom("model"));
        assertTrue(client.findTarget("a/1/f").isEmpty());
        client.refresh();
        assertTrue(client.findTarget("a/1/f").isPresent());
    }

    @Test
    @DisplayName("[R3] what somebody else put into the bucket is never signed")
    void neverSignsForeignContent() {
        byte[] foreign = fleet.store.read("1.publisher.json").orElseThrow().bytes();
        foreign[foreign.length / 2] ^= 1;
        fleet.store.overwrite("1.publisher.json", foreign);
        assertThrows(MetadataRefused.class, () -> fleet.repository().refresh());
        assertThrows(MetadataRefused.class,
                () -> fleet.repository().addTarget("a/1/f", 1, TestFleet.SHA256, TestFleet.custom("model")));
    }
}
