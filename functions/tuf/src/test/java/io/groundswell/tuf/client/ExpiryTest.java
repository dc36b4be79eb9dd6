package io.groundswell.tuf.client;

import static io.groundswell.tuf.MetadataRefused.Reason.EXPIRED;
import static io.groundswell.tuf.client.SimulatedClient.versions;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.tuf.MetadataRefused;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ExpiryTest {

    private static final Instant PAST = SimulatedRepository.NOW.minus(Duration.ofDays(5));

    private final SimulatedRepository repository = new SimulatedRepository();
    private final SimulatedClient client = SimulatedClient.trusting(repository);

    @Test
    @DisplayName("[R30] an expired root is stored, so that a newer one can follow, but nothing after it is")
    void storesAnExpiredRoot() {
        client.refresh();
        repository.root.expires = PAST;
        repository.publish("root", "targets", "snapshot", "timestamp");
        assertEquals(EXPIRED, client.refusedRefresh());
        client.assertTrusts(versions(2, 1, 1, 1));
        repository.root.expires = SimulatedRepository.SAFE_EXPIRY;
        repository.publish("root");
        client.refresh();
        client.assertTrusts(versions(3, 2, 2, 2));
    }

    @Test
    @DisplayName("[R30] expired timestamp, snapshot and targets are refused, each after what comes before it")
    void refusesExpiredRoles() {
        client.refresh();
        repository.draft("targets").expires = PAST;
        repository.publish("targets", "snapshot", "timestamp");
        assertEquals(EXPIRED, client.refusedRefresh());
        client.assertTrusts(versions(1, 2, 2, 1));
        repository.draft("snapshot").expires = PAST;
        repository.publish("snapshot", "timestamp");
        assertEquals(EXPIRED, client.refusedRefresh());
        client.assertTrusts(versions(1, 3, 2, 1));
        repository.draft("timestamp").expires = PAST;
        repository.publish("timestamp");
        assertEquals(EXPIRED, client.refusedRefresh());
        client.assertTrusts(versions(1, 3, 2, 1));
    }

    @Test
    @DisplayName("[R30] metadata expires in the very second that it names")
    void expiresInTheNamedSecond() {
        repository.draft("timestamp").expires = SimulatedRepository.NOW.plusSeconds(1);
        repository.publish("timestamp");
        client.refresh();
        client.clock.advance(Duration.ofSeconds(1));
        assertEquals(EXPIRED, client.refusedRefresh());
    }

    @Test
    @DisplayName("[R30] a frozen repository stops updates once the stored timestamp has expired")
    void detectsAFreeze() {
        repository.draft("timestamp").expires = SimulatedRepository.NOW.plus(Duration.ofDays(7));
        repository.publish("timestamp");
        client.refresh();
        client.clock.advance(Duration.ofDays(8));
        assertEquals(EXPIRED, client.refusedRefresh());
        client.assertTrusts(versions(1, 2, 1, 1));
    }

    @Test
    @DisplayName("[R30] stored metadata that has expired still serves to update from")
    void updatesFromExpiredMetadata() {
        repository.draft("timestamp").expires = SimulatedRepository.NOW.plus(Duration.ofDays(7));
        repository.publish("timestamp");
        client.refresh();
        repository.draft("timestamp").expires = SimulatedRepository.NOW.plus(Duration.ofDays(21));
        repository.publish("targets", "snapshot", "timestamp");
        client.clock.advance(Duration.ofDays(18));
        client.refresh();
        client.assertTrusts(versions(1, 3, 2, 2));
    }

    @Test
    @DisplayName("[R30] stored metadata that has expired still serves against rollback")
    void expiredMetadataStillGuardsAgainstRollback() {
        repository.draft("timestamp").expires = SimulatedRepository.NOW.plus(Duration.ofDays(7));
        repository.publish("snapshot", "timestamp");
        client.refresh();
        repository.restartVersions("snapshot", 1);
        repository.draft("timestamp").expires = SimulatedRepository.NOW.plus(Duration.ofDays(21));
        repository.publish("snapshot", "timestamp");
        client.clock.advance(Duration.ofDays(18));
        assertEquals(MetadataRefused.Reason.ROLLBACK, client.refusedRefresh());
    }

    @Test
    @DisplayName("[R30] a delegated role that is expired when first seen ends the search and is not stored")
    void refusesAnExpiredDelegatedRole() {
        repository.delegate("targets", "delegated", false, "delegatedpath/*");
        repository.draft("delegated").expires = PAST;
        repository.addTarget("delegated", "delegatedpath/target", "content");
        repository.publish("delegated", "targets", "snapshot", "timestamp");
        client.refresh();
        assertEquals(EXPIRED, assertThrows(MetadataRefused.class,
                () -> client.download("delegatedpath/target")).reason());
        client.assertTrusts(versions(1, 2, 2, 2));
    }

    @Test
    @DisplayName("[R30] a stored delegated role stops counting when it expires, and a newer one replaces it")
    void replacesAnExpiredDelegatedRole() {
        repository.delegate("targets", "delegated", false, "delegatedpath/*");
        repository.draft("delegated").expires = SimulatedRepository.NOW.plus(Duration.ofDays(7));
        repository.addTarget("delegated", "delegatedpath/first", "first");
        repository.publish("delegated", "targets", "snapshot", "timestamp");
        assertEquals(Optional.of("first"), client.download("delegatedpath/first"));
        client.clock.advance(Duration.ofDays(18));
        assertThrows(MetadataRefused.class, () -> client.download("delegatedpath/first"));
        repository.draft("delegated").expires = SimulatedRepository.NOW.plus(Duration.ofDays(21));
        repository.publish("delegated", "snapshot", "timestamp");
        assertEquals(Optional.of("first"), client.download("delegatedpath/first"));
        Map<String, Long> expected = new HashMap<>(versions(1, 3, 3, 2));
        expected.put("delegated", 2L);
        client.assertTrusts(expected);
    }

    @Test
    @DisplayName("[R30] time is read once per update: what is fresh when it starts stays so to its end")
    void readsTheTimeOnce() {
        repository.delegate("targets", "delegated", false, "*");
        repository.addTarget("delegated", "file", "content");
        repository.publish("root", "delegated", "targets", "snapshot", "timestamp");
        Iterator<Instant> readings = List.of(SimulatedRepository.NOW).iterator();
        TufClient slow = new TufClient(client, repository, readings::next, Limits.STANDARD);
        slow.refresh();
        assertTrue(slow.findTarget("file").isPresent());
        assertFalse(readings.hasNext());
        assertThrows(NoSuchElementException.class, slow::refresh);
    }
}
