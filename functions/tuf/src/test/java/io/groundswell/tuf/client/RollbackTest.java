package io.groundswell.tuf.client;

import static io.groundswell.tuf.MetadataRefused.Reason.ROLLBACK;
import static io.groundswell.tuf.client.SimulatedClient.versions;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.tuf.MetadataRefused;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RollbackTest {

    private final SimulatedRepository repository = new SimulatedRepository();
    private final SimulatedClient client = SimulatedClient.trusting(repository);

    @Test
    @DisplayName("[R30] an older timestamp is refused")
    void refusesAnOlderTimestamp() {
        repository.publish("timestamp");
        client.refresh();
        repository.restartVersions("timestamp", 1);
        repository.publish("timestamp");
        assertEquals(ROLLBACK, client.refusedRefresh());
        client.assertTrusts(versions(1, 2, 1, 1));
        assertEquals("timestamp", repository.metadataRequests.getLast());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("[R30] a newer timestamp that promises an older snapshot is refused before the snapshot is fetched")
    void refusesAnOlderSnapshot(boolean hashes) {
        repository.promiseHashes = hashes;
        repository.publish("snapshot", "timestamp");
        client.refresh();
        repository.restartVersions("snapshot", 1);
        repository.publish("snapshot", "timestamp");
        assertEquals(ROLLBACK, client.refusedRefresh());
        client.assertTrusts(versions(1, 2, 2, 1));
        assertEquals("timestamp", repository.metadataRequests.getLast());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("[R30] a newer snapshot that promises older targets is refused")
    void refusesOlderTargets(boolean hashes) {
        repository.promiseHashes = hashes;
        repository.publish("targets", "snapshot", "timestamp");
        client.refresh();
        repository.restartVersions("targets", 1);
        repository.publish("targets", "snapshot", "timestamp");
        assertEquals(ROLLBACK, client.refusedRefresh());
        client.assertTrusts(versions(1, 3, 2, 2));
    }

    @Test
    @DisplayName("[R30] a snapshot that leaves a role out is refused")
    void refusesAMissingRole() {
        repository.delegate("targets", "A", false, "*");
        repository.publish("A", "targets", "snapshot", "timestamp");
        client.refresh();
        repository.snapshotMeta.remove("A.json");
        repository.publish("snapshot", "timestamp");
        assertEquals(ROLLBACK, client.refusedRefresh());
    }

    @Test
    @DisplayName("[R30] an older root is never asked for, and a repeated one is refused")
    void refusesARepeatedRoot() {
        client.refresh();
        repository.published.get("root").add(repository.first("root"));
        assertEquals(ROLLBACK, client.refusedRefresh());
        client.assertTrusts(versions(1, 1, 1, 1));
    }

    @Test
    @DisplayName("[R30] pushed-ahead targets are recovered from by another snapshot key")
    void recoversFromFastForwardedTargets() {
        fastForward("targets");
        repository.publish("snapshot", "timestamp");
        client.refresh();
        client.assertTrusts(versions(1, 2, 2, 100));
        repository.rotateKeys("snapshot");
        repository.restartVersions("targets", 1);
        repository.publish("root", "targets", "snapshot", "timestamp");
        client.refresh();
        client.assertTrusts(versions(2, 3, 3, 1));
    }

    @Test
    @DisplayName("[R30] a pushed-ahead snapshot is recovered from by another snapshot key, the timestamp's stays")
    void recoversFromAFastForwardedSnapshot() {
        fastForward("snapshot");
        repository.publish("timestamp");
        client.refresh();
        client.assertTrusts(versions(1, 2, 100, 1));
        repository.rotateKeys("snapshot");
        repository.restartVersions("snapshot", 1);
        repository.publish("root", "targets", "snapshot", "timestamp");
        client.refresh();
        client.assertTrusts(versions(2, 3, 1, 2));
    }

    @Test
    @DisplayName("[R30] a pushed-ahead timestamp is recovered from by another timestamp key")
    void recoversFromAFastForwardedTimestamp() {
        fastForward("timestamp");
        client.refresh();
        client.assertTrusts(versions(1, 100, 1, 1));
        repository.rotateKeys("timestamp");
        repository.restartVersions("timestamp", 1);
        repository.publish("root", "timestamp");
        client.refresh();
        client.assertTrusts(versions(2, 1, 1, 1));
    }

    @Test
    @DisplayName("[R30] recovery survives a failure between the new root and the new timestamp")
    void recoversAfterAFailedUpdate() {
        fastForward("snapshot");
        repository.publish("timestamp");
        client.refresh();
        repository.rotateKeys("snapshot");
        repository.publish("root");
        byte[] timestamp = repository.latest("timestamp");
        repository.replaceLatest("timestamp", new byte[0]);
        assertEquals(MetadataRefused.Reason.MALFORMED, client.refusedRefresh());
        repository.replaceLatest("timestamp", timestamp);
        repository.restartVersions("snapshot", 1);
        repository.publish("targets", "snapshot", "timestamp");
        client.refresh();
        client.assertTrusts(versions(2, 3, 1, 2));
    }

    @Test
    @DisplayName("[R30] adding an online key gives up no rollback protection")
    void addingAKeyForgetsNothing() {
        repository.publish("snapshot", "timestamp");
        client.refresh();
        repository.addKey("snapshot", repository.newSigner());
        repository.restartVersions("snapshot", 1);
        repository.publish("root", "snapshot", "timestamp");
        assertEquals(ROLLBACK, client.refusedRefresh());
        assertTrue(client.read("snapshot").isPresent());
    }

    private void fastForward(String role) {
        while (repository.draft(role).version < 100) {
            repository.publish(role);
        }
    }

    @ParameterizedTest(name = "after {0} writes, the next one effective: {1}")
    @CsvSource({"0,false", "0,true", "1,false", "1,true", "2,false", "2,true", "3,false", "3,true"})
    @DisplayName("[R30] recovery survives power lost at any write: what old keys signed is forgotten before the new root")
    void recoveryIsRepeatedAfterPowerLoss(int writes, boolean takesEffect) {
        SimulatedRepository honest = new SimulatedRepository();
        MortalStore store = MortalStore.trusting(honest.first("root"));
        for (int i = 0; i < 5; i++) {
            honest.publish("snapshot");
        }
        honest.publish("timestamp");
        TufClient client = new TufClient(store, honest, () -> SimulatedRepository.NOW, Limits.STANDARD);
        client.refresh();
        honest.rotateKeys("snapshot");
        honest.restartVersions("snapshot", 1);
        honest.publish("root", "snapshot", "timestamp");
        store.loseMainsAfter(writes, takesEffect);
        assertThrows(MortalStore.PowerLost.class, client::refresh);
        store.restoreMains();
        client.refresh();
        assertArrayEquals(honest.latest("snapshot"), store.read("snapshot").orElseThrow());
    }
}
