package io.groundswell.tuf.repository;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.tuf.InvalidInput;
import io.groundswell.tuf.Key;
import io.groundswell.tuf.Metadata;
import io.groundswell.tuf.MetadataRefused;
import io.groundswell.tuf.Root;
import io.groundswell.tuf.Signer;
import io.groundswell.tuf.Targets;
import io.groundswell.tuf.TestKeys;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CeremonyTest {

    private final TestFleet fleet = TestFleet.withCheapKeys();

    @Test
    @DisplayName("[R5] the first root lists all holders, is signed by those at hand, and lives as long as asked")
    void foundsAFleet() {
        Metadata<Root> root = Metadata.parse(Root.class, fleet.founded.root());
        assertEquals(3, root.signed().role("root").keyIds().size());
        assertEquals(2, root.signed().role("root").threshold());
        assertEquals(2, root.signatures().size());
        assertEquals("2027-03-01T12:00:00Z", root.signed().expires().toString());
        Metadata<Targets> targets = Metadata.parse(Targets.class, fleet.founded.targets());
        assertEquals(List.of("*/*/*"), targets.signed().delegations().orElseThrow().roles().getFirst().paths());
        assertTrue(targets.signed().targets().isEmpty());
    }

    @Test
    @DisplayName("[R5] fewer signers than the threshold make no root, and strangers make none at all")
    void refusesTooFewSigners() {
        assertEquals(MetadataRefused.Reason.UNSIGNED, assertThrows(MetadataRefused.class,
                () -> found(fleet.roles, TestKeys.keys(1, 4))).reason());
        assertThrows(InvalidInput.class, () -> found(fleet.roles, TestKeys.keys(50, 51)));
        assertThrows(InvalidInput.class, () -> found(fleet.roles, TestKeys.keys(1, 2)));
    }

    private Ceremony.Offline found(OfflineRoles roles, List<? extends Signer> signers) {
        return new Ceremony(Duration.ofDays(1), Duration.ofDays(1))
                .found(roles, fleet.online.keys(), signers, fleet.clock.instant());
    }

    @Test
    @DisplayName("[R5] thresholds out of reach and a holder named twice are refused")
    void refusesOddThresholds() {
        List<Key> three = TestKeys.publicKeys(TestKeys.keys(1, 2, 3));
        List<Key> one = TestKeys.publicKeys(TestKeys.keys(4));
        List<Key> twice = TestKeys.publicKeys(TestKeys.keys(4, 4));
        assertThrows(InvalidInput.class, () -> new OfflineRoles(three, 4, one, 1));
        assertThrows(InvalidInput.class, () -> new OfflineRoles(three, 0, one, 1));
        assertThrows(InvalidInput.class, () -> new OfflineRoles(List.of(), 1, one, 1));
        assertThrows(InvalidInput.class, () -> new OfflineRoles(three, 2, twice, 1));
    }

    @Test
    @DisplayName("[R5] rotation needs the old and the new threshold")
    void rotationNeedsBothThresholds() {
        OfflineRoles next = new OfflineRoles(TestKeys.publicKeys(TestKeys.keys(11, 12)), 2,
                TestKeys.publicKeys(TestKeys.keys(14)), 1);
        assertThrows(MetadataRefused.class, () -> rotate(next, TestKeys.keys(1, 4, 11, 12, 14)));
        assertThrows(MetadataRefused.class, () -> rotate(next, TestKeys.keys(1, 2, 4, 11, 14)));
        assertThrows(MetadataRefused.class, () -> rotate(next, TestKeys.keys(1, 2, 11, 12, 14)));
        Ceremony.Offline rotated = rotate(next, TestKeys.keys(1, 2, 4, 11, 12, 14));
        assertEquals(2, Metadata.parse(Root.class, rotated.root()).signed().version());
        assertEquals(2, Metadata.parse(Targets.class, rotated.targets()).signed().version());
    }

    private Ceremony.Offline rotate(OfflineRoles roles, List<? extends Signer> signers) {
        return Ceremony.YEARLY.rotate(fleet.founded.root(), fleet.founded.targets(), roles, fleet.online.keys(),
                signers, fleet.clock.instant());
    }
}
