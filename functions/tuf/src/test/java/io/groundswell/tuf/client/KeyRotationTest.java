package io.groundswell.tuf.client;

import static io.groundswell.tuf.MetadataRefused.Reason.UNSIGNED;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.groundswell.tuf.Ed25519Signer;
import io.groundswell.tuf.TestKeys;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Rotation by table: each version names the role's keys, its threshold, and the keys that really sign. */
class KeyRotationTest {

    private record Version(List<Integer> keys, int threshold, List<Integer> signing) {
    }

    private record Case(boolean accepted, List<Version> versions) {
    }

    private static Version version(List<Integer> keys, int threshold, Integer... signing) {
        return new Version(keys, threshold, List.of(signing));
    }

    private static Case accepts(Version... versions) {
        return new Case(true, List.of(versions));
    }

    private static Case refusesLast(Version... versions) {
        return new Case(false, List.of(versions));
    }

    private static final List<Integer> FIVE = List.of(0, 1, 2, 3, 4);
    private static final List<Integer> FIVE_WITH_ONE_NEW = List.of(0, 1, 3, 4, 5);
    private static final List<Integer> OTHER_FIVE = List.of(5, 6, 7, 8, 9);
    private static final List<Integer> THREE = List.of(1, 2, 3);

    private static Map<String, Case> rootCases() {
        Map<String, Case> cases = new LinkedHashMap<>();
        cases.put("1 of 1, key rotated", accepts(
                version(List.of(1), 1, 1), version(List.of(2), 1, 2, 1), version(List.of(2), 1, 2)));
        cases.put("1 of 1, key rotated, signatures nobody asked for", accepts(
                version(List.of(1), 1, 3, 1, 4), version(List.of(2), 1, 3, 2, 1, 4), version(List.of(2), 1, 3, 2, 4)));
        cases.put("3 of 5, changing combinations sign", accepts(
                version(FIVE, 3, 0, 2, 4), version(FIVE, 3, 0, 4, 1), version(FIVE, 3, 0, 1, 3),
                version(FIVE, 3, 0, 1, 3)));
        cases.put("3 of 5, one key rotated", accepts(
                version(FIVE, 3, 0, 2, 4), version(FIVE_WITH_ONE_NEW, 3, 0, 4, 1)));
        cases.put("3 of 5, one key rotated with an intermediate step", accepts(
                version(FIVE, 3, 0, 2, 4), version(FIVE_WITH_ONE_NEW, 3, 0, 2, 4, 5),
                version(FIVE_WITH_ONE_NEW, 3, 0, 4, 5)));
        cases.put("3 of 5, all keys rotated with an intermediate step", accepts(
                version(FIVE, 3, 0, 2, 4), version(OTHER_FIVE, 3, 0, 2, 4, 5, 6, 7), version(OTHER_FIVE, 3, 5, 6, 7)));
        cases.put("threshold raised from 1 to 2 of 3", accepts(
                version(THREE, 1, 1), version(THREE, 2, 1, 2)));
        cases.put("threshold lowered from 2 to 1 of 3", accepts(
                version(THREE, 2, 1, 2), version(THREE, 1, 1, 2), version(THREE, 1, 1)));
        cases.put("from 1 of 1 to 2 of 2", accepts(
                version(List.of(1), 1, 1), version(List.of(1, 2), 2, 1, 2)));
        cases.put("1 of 1 rotated, not signed with the old key", refusesLast(
                version(List.of(1), 1, 1), version(List.of(2), 1, 2, 3, 4)));
        cases.put("1 of 1 rotated, not signed with the new key", refusesLast(
                version(List.of(1), 1, 1), version(List.of(2), 1, 1, 3, 4)));
        cases.put("3 of 5, one rotated, not signed with 3 of the new", refusesLast(
                version(FIVE, 3, 0, 2, 4), version(FIVE_WITH_ONE_NEW, 3, 0, 2, 4)));
        cases.put("3 of 5, one rotated, not signed with 3 of the old", refusesLast(
                version(FIVE, 3, 0, 2, 4), version(FIVE_WITH_ONE_NEW, 3, 0, 4, 5)));
        cases.put("threshold raised to 2 of 3, new threshold not reached", refusesLast(
                version(THREE, 1, 1), version(THREE, 2, 2)));
        cases.put("threshold lowered to 1 of 3, old threshold not reached", refusesLast(
                version(THREE, 2, 1, 2), version(THREE, 1, 1)));
        return cases;
    }

    private static Map<String, Case> onlineCases() {
        Map<String, Case> cases = new LinkedHashMap<>();
        cases.put("1 of 1, key rotated", accepts(version(List.of(2), 1, 2)));
        cases.put("1 of 1, signatures nobody asked for", accepts(version(List.of(1), 1, 3, 1, 4)));
        cases.put("1 of 1 rotated, not signed with the new key", refusesLast(version(List.of(2), 1, 1, 3, 4)));
        cases.put("3 of 5, one signature by another key", refusesLast(version(FIVE_WITH_ONE_NEW, 3, 0, 2, 4)));
        cases.put("3 of 5, one signature missing", refusesLast(version(FIVE_WITH_ONE_NEW, 3, 0, 4)));
        cases.put("3 of 5, 0 2 4", accepts(version(FIVE, 3, 0, 2, 4)));
        cases.put("3 of 5, 0 4 1", accepts(version(FIVE, 3, 0, 4, 1)));
        cases.put("3 of 5, 0 1 3", accepts(version(FIVE, 3, 0, 1, 3)));
        cases.put("3 of 5, 1 2 3", accepts(version(FIVE, 3, 1, 2, 3)));
        cases.put("3 of 5, 2 3 4", accepts(version(FIVE, 3, 2, 3, 4)));
        return cases;
    }

    @TestFactory
    @DisplayName("[R30] root rotation")
    Stream<DynamicTest> rotatesRoot() {
        return rootCases().entrySet().stream().map(entry ->
                DynamicTest.dynamicTest(entry.getKey(), () -> rotateRoot(entry.getValue())));
    }

    private static void rotateRoot(Case rotation) {
        SimulatedRepository repository = new SimulatedRepository();
        repository.restartVersions("root", 1);
        for (Version version : rotation.versions()) {
            hold(repository, "root", version);
            repository.publish("root");
        }
        SimulatedClient client = SimulatedClient.trusting(repository);
        List<byte[]> roots = repository.published.get("root");
        if (rotation.accepted()) {
            client.refresh();
        } else {
            assertEquals(UNSIGNED, client.refusedRefresh());
        }
        assertArrayEquals(rotation.accepted() ? roots.getLast() : roots.get(roots.size() - 2),
                client.read("root").orElseThrow());
    }

    @TestFactory
    @DisplayName("[R30] rotation of timestamp, snapshot and targets")
    Stream<DynamicTest> rotatesTheOtherRoles() {
        return onlineCases().entrySet().stream().flatMap(entry -> Stream.of("timestamp", "snapshot", "targets")
                .map(role -> DynamicTest.dynamicTest(role + ": " + entry.getKey(),
                        () -> rotate(role, entry.getValue()))));
    }

    private static void rotate(String role, Case rotation) {
        SimulatedRepository repository = new SimulatedRepository();
        SimulatedClient client = SimulatedClient.trusting(repository);
        hold(repository, role, rotation.versions().getFirst());
        repository.publish("root", "targets", "snapshot", "timestamp");
        if (rotation.accepted()) {
            client.refresh();
            assertArrayEquals(repository.latest(role), client.read(role).orElseThrow());
        } else {
            assertEquals(UNSIGNED, client.refusedRefresh());
            assertEquals(Optional.empty(), client.read(role));
        }
    }

    private static void hold(SimulatedRepository repository, String role, Version version) {
        repository.clearKeys(role);
        repository.root.thresholds.put(role, version.threshold());
        version.keys().forEach(key -> repository.grantKey(role, numbered(key).key()));
        version.signing().forEach(key -> repository.addSigner(role, numbered(key)));
    }

    private static Ed25519Signer numbered(int number) {
        return TestKeys.key(100 + number);
    }

    @Test
    @DisplayName("[R30] a device that slept through a hundred root versions catches up in one refresh")
    void followsManyRoots() {
        SimulatedRepository repository = new SimulatedRepository();
        SimulatedClient client = SimulatedClient.trusting(repository);
        for (int i = 0; i < 100; i++) {
            Ed25519Signer before = numbered(i % 20);
            Ed25519Signer after = numbered((i + 1) % 20);
            repository.clearKeys("root");
            repository.grantKey("root", after.key());
            if (i == 0) {
                repository.addSigner("root", TestKeys.key(20));
            }
            repository.addSigner("root", before);
            repository.addSigner("root", after);
            repository.publish("root");
        }
        client.refresh();
        client.assertTrusts(SimulatedClient.versions(101, 1, 1, 1));
    }
}
