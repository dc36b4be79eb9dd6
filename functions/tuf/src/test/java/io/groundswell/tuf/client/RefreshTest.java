package io.groundswell.tuf.client;

import static io.groundswell.tuf.MetadataRefused.Reason.MALFORMED;
import static io.groundswell.tuf.MetadataRefused.Reason.MISMATCH;
import static io.groundswell.tuf.MetadataRefused.Reason.UNSIGNED;
import static io.groundswell.tuf.client.SimulatedClient.versions;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.tuf.FetchFailed;
import io.groundswell.tuf.FileMissing;
import io.groundswell.tuf.Hashes;
import io.groundswell.tuf.InvalidInput;
import io.groundswell.tuf.Key;
import io.groundswell.tuf.MetaFile;
import io.groundswell.tuf.MetadataRefused;
import io.groundswell.tuf.Root;
import io.groundswell.tuf.Signer;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefreshTest {

    private final SimulatedRepository repository = new SimulatedRepository();
    private final SimulatedClient client = SimulatedClient.trusting(repository);

    @Test
    @DisplayName("[R30] a refresh asks for root, timestamp, snapshot and targets, and stores their very bytes")
    void refreshesInOrder() {
        client.refresh();
        assertEquals(List.of("2.root", "timestamp", "1.snapshot", "1.targets"), repository.metadataRequests);
        for (String role : Root.TOP_LEVEL) {
            assertArrayEquals(repository.latest(role), client.read(role).orElseThrow(), role);
        }
    }

    @Test
    @DisplayName("[R30] searching a target refreshes first")
    void searchingRefreshes() {
        assertEquals(Optional.empty(), client.start().findTarget("nonexistent artifact"));
        client.assertTrusts(versions(1, 1, 1, 1));
    }

    @Test
    @DisplayName("[R30] nothing is fetched without a trusted root that is signed by itself")
    void refusesAnUnusableAnchor() {
        InMemoryMetadata local = new InMemoryMetadata();
        TufClient without = new TufClient(local, repository, client.clock, Limits.STANDARD);
        assertThrows(InvalidInput.class, without::refresh);
        String anchor = new String(repository.first("root"), StandardCharsets.UTF_8);
        byte[] unversioned = anchor.replace(",\"version\":1}", "}").getBytes(StandardCharsets.UTF_8);
        byte[] unsigned = anchor.replaceFirst("\"sig\":\"..", "\"sig\":\"00").getBytes(StandardCharsets.UTF_8);
        for (byte[] bad : List.of(unversioned, unsigned)) {
            assertThrows(MetadataRefused.class, () -> TufClient.trustRoot(local, bad));
            local.write("root", bad);
            assertThrows(MetadataRefused.class, without::refresh);
        }
        assertEquals(List.of(), repository.metadataRequests);
    }

    @Test
    @DisplayName("[R30] a trusted root is not replaced by another one")
    void keepsTheAnchor() {
        assertThrows(InvalidInput.class, () -> TufClient.trustRoot(client, repository.first("root")));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"root,1,0,0", "timestamp,2,0,0", "snapshot,2,2,0", "targets,2,2,2"})
    @DisplayName("[R30] a role that its keys did not sign is refused, what comes before it is kept")
    void refusesUnsigned(String role, long root, long timestamp, long snapshot) {
        repository.removeOneSigner(role);
        repository.publish("root", "targets", "snapshot", "timestamp");
        assertEquals(UNSIGNED, client.refusedRefresh());
        client.assertTrusts(versions(root, timestamp, snapshot, 0));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"root,1,0,0", "snapshot,2,2,0", "targets,2,2,2"})
    @DisplayName("[R30] a file with another version than its name is refused")
    void refusesAnotherVersionThanTheNames(String role, long root, long timestamp, long snapshot) {
        repository.draft(role).version++;
        repository.publish("root", "targets", "snapshot", "timestamp");
        // The promise is about version 2, which is where a file with version 3 inside is found.
        repairPromise(role);
        assertEquals(MISMATCH, client.refusedRefresh());
        client.assertTrusts(versions(root, timestamp, snapshot, 0));
    }

    private void repairPromise(String role) {
        MetaFile two = new MetaFile(2, OptionalLong.empty(), Optional.empty(), Map.of());
        if (role.equals("targets")) {
            repository.snapshotMeta.put("targets.json", two);
            repository.restartVersions("snapshot", 1);
            repository.publish("snapshot");
            repository.publish("snapshot");
        }
        if (!role.equals("root")) {
            repository.timestampMeta = two;
            repository.restartVersions("timestamp", 1);
            repository.publish("timestamp");
            repository.publish("timestamp");
        }
    }

    @Test
    @DisplayName("[R30] another timestamp of the version that is trusted already changes nothing")
    void keepsTheTimestampOfTheSameVersion() {
        client.refresh();
        byte[] trusted = repository.latest("timestamp");
        repository.timestampMeta = new MetaFile(100, OptionalLong.empty(), Optional.empty(), Map.of());
        repository.restartVersions("timestamp", 1);
        repository.publish("timestamp");
        client.refresh();
        assertEquals("timestamp", repository.metadataRequests.getLast());
        assertArrayEquals(trusted, client.read("timestamp").orElseThrow());
    }

    @Test
    @DisplayName("[R30] hashes and lengths that metadata promises are checked")
    void checksPromisedHashes() {
        repository.promiseHashes = true;
        repository.publish("targets", "snapshot", "timestamp");
        client.refresh();
        repository.publish("targets");
        MetaFile right = repository.snapshotMeta.get("targets.json");
        repository.snapshotMeta.put("targets.json", new MetaFile(3, right.length(),
                Optional.of(Hashes.ofSha256("other".getBytes(StandardCharsets.UTF_8))), Map.of()));
        repository.publish("snapshot", "timestamp");
        assertEquals(MISMATCH, client.refusedRefresh());
        client.assertTrusts(versions(1, 3, 3, 2));
    }

    @Test
    @DisplayName("[R30] bytes are stored as received, trailing white space included")
    void storesTheReceivedBytes() {
        byte[] odd = Arrays.copyOf(repository.latest("timestamp"), repository.latest("timestamp").length + 1);
        odd[odd.length - 1] = ' ';
        repository.replaceLatest("timestamp", odd);
        client.refresh();
        assertArrayEquals(odd, client.read("timestamp").orElseThrow());
    }

    @Test
    @DisplayName("[R30] fields that the client does not know are covered by the signature and accepted")
    void acceptsUnknownFields() {
        client.refresh();
        Signer signer = repository.newSigner();
        Map<String, Object> json = new LinkedHashMap<>(signer.key().toJson());
        json.put("extra-field", Map.of("a", 1L, "b", 2L));
        json.put("keyid_hash_algorithms", "md5");
        repository.grantKey("root", Key.fromJson(json));
        repository.root.unrecognized = Map.of("custom-field", "value");
        repository.publish("root");
        client.refresh();
        client.assertTrusts(versions(2, 1, 1, 1));
    }

    @Test
    @DisplayName("[R30] a promised file that is missing fails the refresh, what was verified before it is kept")
    void failsOnMissingFiles() {
        client.refresh();
        repository.timestampMeta = new MetaFile(2, OptionalLong.empty(), Optional.empty(), Map.of());
        repository.publish("timestamp");
        client.failedRefresh(FileMissing.class);
        assertEquals("2.snapshot", repository.metadataRequests.getLast());
        client.assertTrusts(versions(1, 2, 1, 1));
        repository.snapshotMeta.put("targets.json",
                new MetaFile(2, OptionalLong.empty(), Optional.empty(), Map.of()));
        repository.publish("snapshot", "timestamp");
        client.failedRefresh(FileMissing.class);
        assertEquals("2.targets", repository.metadataRequests.getLast());
        client.assertTrusts(versions(1, 3, 2, 1));
        repository.published.remove("timestamp");
        client.failedRefresh(FileMissing.class);
    }

    @Test
    @DisplayName("[R30] only a missing root file means that there is no newer root; any other failure ends the refresh")
    void endsWhenTheNextRootCannotBeRead() {
        Fetcher failing = file -> {
            if (file.equals("2.root.json")) {
                throw new FetchFailed("GET 2.root.json: expected 200, found 503");
            }
            return repository.open(file);
        };
        TufClient victim = new TufClient(client, failing, client.clock, Limits.STANDARD);
        assertThrows(FetchFailed.class, victim::refresh);
        assertEquals(List.of(), repository.metadataRequests);
        client.assertTrusts(versions(1, 0, 0, 0));
    }

    @Test
    @DisplayName("[R30] metadata of another role is refused even when it is signed for this one")
    void checksTheType() {
        repository.addKey("snapshot", repository.signers.get("timestamp").values().iterator().next());
        repository.snapshotMeta.clear();
        repository.snapshotMeta.put("snapshot.json",
                new MetaFile(1, OptionalLong.empty(), Optional.empty(), Map.of()));
        repository.publish("root", "snapshot");
        repository.published.get("timestamp").add(repository.published.get("snapshot").removeLast());
        assertEquals(MALFORMED, client.refusedRefresh());
        client.assertTrusts(versions(2, 0, 0, 0));
    }

    @Test
    @DisplayName("[R30] without consistent snapshots only root is fetched by version")
    void followsARepositoryWithoutConsistentSnapshots() {
        repository.root.consistentSnapshot = false;
        repository.addTarget("targets", "dir/file.txt", "content");
        repository.publish("root", "targets", "snapshot", "timestamp");
        assertEquals(Optional.of("content"), client.download("dir/file.txt"));
        assertEquals(List.of("2.root", "3.root", "timestamp", "snapshot", "targets"), repository.metadataRequests);
        assertEquals(List.of("dir/file.txt"), repository.targetRequests);
    }

    @Test
    @DisplayName("[R30] an endless or overlong answer is cut off at the bound")
    void boundsLengths() {
        byte[] padded = Arrays.copyOf(repository.latest("timestamp"), 16_385);
        Arrays.fill(padded, repository.latest("timestamp").length, padded.length, (byte) ' ');
        repository.replaceLatest("timestamp", padded);
        assertEquals(MISMATCH, client.refusedRefresh());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"snapshot,2000000", "targets,5000000"})
    @DisplayName("[R30] a promised length never widens the bound, or a stolen key could fill a device's memory")
    void boundsPromisedLengths(String role, long bound) {
        MetaFile huge = new MetaFile(2, OptionalLong.of((1L << 53) - 1), Optional.empty(), Map.of());
        repository.publish(role);
        if (role.equals("targets")) {
            repository.snapshotMeta.put("targets.json", huge);
            repository.publish("snapshot");
        } else {
            repository.timestampMeta = huge;
        }
        repository.publish("timestamp");
        AtomicLong read = new AtomicLong();
        Fetcher endless = file -> file.endsWith(role + ".json") ? zeros(read) : repository.open(file);
        TufClient victim = new TufClient(client, endless, client.clock, Limits.STANDARD);
        assertEquals(MISMATCH, assertThrows(MetadataRefused.class, victim::refresh).reason());
        assertTrue(read.get() <= bound + 65_536, "read " + read.get());
    }

    private static InputStream zeros(AtomicLong read) {
        return new InputStream() {
            @Override
            public int read() {
                read.incrementAndGet();
                return 0;
            }
        };
    }
}
