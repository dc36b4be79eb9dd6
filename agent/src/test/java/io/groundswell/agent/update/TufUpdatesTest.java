package io.groundswell.agent.update;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.agent.connection.ArtifactFacts;
import io.groundswell.domain.artifact.ArtifactKind;
import io.groundswell.domain.json.Sha256;
import io.groundswell.domain.name.ArtifactRef;
import io.groundswell.tuf.Ed25519Signer;
import io.groundswell.tuf.FileMissing;
import io.groundswell.tuf.client.Fetcher;
import io.groundswell.tuf.client.InMemoryMetadata;
import io.groundswell.tuf.client.Limits;
import io.groundswell.tuf.client.TufClient;
import io.groundswell.tuf.repository.Ceremony;
import io.groundswell.tuf.repository.FleetRepository;
import io.groundswell.tuf.repository.Lifetimes;
import io.groundswell.tuf.repository.MetadataStore;
import io.groundswell.tuf.repository.OfflineRoles;
import io.groundswell.tuf.repository.OnlineSigners;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TufUpdatesTest {

    private static final byte[] BYTES = "the artifact".getBytes(StandardCharsets.UTF_8);
    private static final String SHA256 = Sha256.hex(BYTES);
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final Map<String, byte[]> bucket = new HashMap<>();
    private final Map<String, MetadataStore.Stored> metadata = new HashMap<>();
    private Instant now = NOW;
    private final TufUpdates updates = updates();

    private TufUpdates updates() {
        List<Ed25519Signer> keys = List.of(signer(1), signer(2));
        OnlineSigners online = new OnlineSigners(signer(3), signer(4), signer(5));
        Ceremony.Offline signed = Ceremony.YEARLY.found(
                new OfflineRoles(List.of(keys.get(0).key()), 1, List.of(keys.get(1).key()), 1), online.keys(), keys, NOW);
        FleetRepository repository =
                new FleetRepository(new Store(), online, InstantSource.fixed(NOW), Lifetimes.STANDARD);
        repository.create(signed.root(), signed.targets());
        repository.addTarget("app/1.0/file", BYTES.length, SHA256,
                Map.of("kind", "config", "manifest", Map.of("path", "/etc/app.conf")));
        bucket.put("app/1.0/" + SHA256 + ".file", BYTES);
        InMemoryMetadata local = new InMemoryMetadata();
        TufClient.trustRoot(local, signed.root());
        Fetcher files = path -> new ByteArrayInputStream(Optional.ofNullable(metadata.get(path))
                .orElseThrow(() -> new FileMissing(path)).bytes());
        return new TufUpdates(new TufClient(local, files, () -> now, Limits.STANDARD),
                path -> new ByteArrayInputStream(Optional.ofNullable(bucket.get(path))
                        .orElseThrow(() -> new FileMissing(path))));
    }

    private static Ed25519Signer signer(int seed) {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) seed;
        return Ed25519Signer.fromSeed(bytes);
    }

    private static ArtifactFacts facts(ArtifactKind kind, String target, long size, String sha256) {
        return new ArtifactFacts(new ArtifactRef("app", "1.0"), kind, target, size, sha256);
    }

    private static ArtifactFacts trueFacts() {
        return facts(ArtifactKind.CONFIG, "app/1.0/file", BYTES.length, SHA256);
    }

    @Test
    @DisplayName("[R30] kind and manifest come from signed metadata, and the bytes are the signed ones")
    void resolvesAndDownloads() throws IOException {
        Update update = updates.resolve(trueFacts());
        assertEquals(new Update(new ArtifactRef("app", "1.0"), ArtifactKind.CONFIG, "app/1.0/file", BYTES.length, SHA256,
                Map.of("path", "/etc/app.conf")), update);
        ByteArrayOutputStream sink = new ByteArrayOutputStream();
        updates.download(update, sink);
        assertArrayEquals(BYTES, sink.toByteArray());
    }

    @ParameterizedTest
    @CsvSource({"MODEL,app/1.0/file,12,true,kind", "CONFIG,app/1.0/file,13,true,size",
        "CONFIG,app/1.0/file,12,false,sha256", "CONFIG,app/1.0/other,12,true,knows no target",
        "CONFIG,app/2.0/file,12,true,target of app 1.0",
        "CONFIG,app/1.0/.version.json,12,true,target of app 1.0", "CONFIG,app/1.0/,12,true,target of app 1.0", "CONFIG,app/1.0/../file,12,true,target of app 1.0"})
    @DisplayName("[R30] an assignment that differs from signed metadata is refused")
    void refusesOtherFacts(ArtifactKind kind, String target, long size, boolean trueHash, String named) {
        ArtifactFacts told = facts(kind, target, size, trueHash ? SHA256 : "00".repeat(32));
        String message = assertThrows(UpdateRefused.class, () -> updates.resolve(told)).getMessage();
        assertTrue(message.contains(named), message);
    }

    @Test
    @DisplayName("[R30] other bytes than the signed ones are refused")
    void refusesOtherBytes() {
        Update update = updates.resolve(trueFacts());
        bucket.put("app/1.0/" + SHA256 + ".file", "the artifacT".getBytes(StandardCharsets.UTF_8));
        assertThrows(UpdateRefused.class, () -> updates.download(update, new ByteArrayOutputStream()));
        bucket.clear();
        assertThrows(UpdateRefused.class, () -> updates.download(update, new ByteArrayOutputStream()));
    }

    @Test
    @DisplayName("[R30] expired metadata is refused, and may be fresh again later")
    void refusesExpiredMetadata() {
        now = NOW.plus(Duration.ofDays(4));
        assertThrows(UpdateRefused.class, () -> updates.resolve(trueFacts()));
        now = NOW;
        assertEquals(SHA256, updates.resolve(trueFacts()).sha256());
    }

    /** The repository's bucket. */
    private final class Store implements MetadataStore {

        private int tags;

        @Override
        public Optional<Stored> read(String name) {
            return Optional.ofNullable(metadata.get(name));
        }

        @Override
        public boolean createIfAbsent(String name, byte[] bytes) {
            return metadata.putIfAbsent(name, new Stored(bytes, "tag-" + ++tags)) == null;
        }

        @Override
        public boolean replace(String name, byte[] bytes, String etag) {
            metadata.put(name, new Stored(bytes, "tag-" + ++tags));
            return true;
        }
    }
}
