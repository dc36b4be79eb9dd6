package io.groundswell.tuf.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.groundswell.tuf.Metadata;
import io.groundswell.tuf.MetadataRefused;
import io.groundswell.tuf.MutableClock;
import io.groundswell.tuf.Root;
import io.groundswell.tuf.Signed;
import io.groundswell.tuf.Snapshot;
import io.groundswell.tuf.TargetFile;
import io.groundswell.tuf.Targets;
import io.groundswell.tuf.Timestamp;
import io.groundswell.tuf.TufException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One client's stored metadata over several runs of the client, as with a command line. */
final class SimulatedClient implements LocalMetadata {

    final MutableClock clock = new MutableClock(SimulatedRepository.NOW);
    private final Map<String, byte[]> stored = new TreeMap<>();
    private final SimulatedRepository repository;

    private SimulatedClient(SimulatedRepository repository) {
        this.repository = repository;
    }

    /** A client that trusts the repository's first root. */
    static SimulatedClient trusting(SimulatedRepository repository) {
        SimulatedClient client = new SimulatedClient(repository);
        TufClient.trustRoot(client, repository.first(Root.TYPE));
        return client;
    }

    TufClient start() {
        return new TufClient(this, repository, clock, Limits.STANDARD);
    }

    void refresh() {
        start().refresh();
    }

    /** A refresh that has to fail; the reason for which it did. */
    MetadataRefused.Reason refusedRefresh() {
        return assertThrows(MetadataRefused.class, this::refresh).reason();
    }

    void failedRefresh(Class<? extends TufException> failure) {
        assertThrows(failure, this::refresh);
    }

    /** The verified bytes of a target, or empty if no role knows it. */
    Optional<String> download(String path) {
        TufClient client = start();
        client.refresh();
        Optional<TargetFile> target = client.findTarget(path);
        return target.map(file -> {
            ByteArrayOutputStream sink = new ByteArrayOutputStream();
            try {
                client.downloadTarget(path, file, repository::openTarget, sink);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return sink.toString(StandardCharsets.UTF_8);
        });
    }

    void assertTrusts(Map<String, Long> versions) {
        Map<String, Long> found = new TreeMap<>();
        stored.forEach((role, bytes) -> found.put(role, Metadata.parse(Signed.class, bytes).signed().version()));
        assertEquals(new TreeMap<>(versions), found);
    }

    /** The versions of the four top-level roles, 0 for one that is not stored. */
    static Map<String, Long> versions(long root, long timestamp, long snapshot, long targets) {
        Map<String, Long> versions = new LinkedHashMap<>();
        Map.of(Root.TYPE, root, Timestamp.TYPE, timestamp, Snapshot.TYPE, snapshot, Targets.TYPE, targets)
                .forEach((role, version) -> {
                    if (version > 0) {
                        versions.put(role, version);
                    }
                });
        return versions;
    }

    @Override
    public Optional<byte[]> read(String role) {
        return Optional.ofNullable(stored.get(role));
    }

    @Override
    public void write(String role, byte[] bytes) {
        stored.put(role, bytes);
    }

    @Override
    public void delete(String role) {
        stored.remove(role);
    }
}
