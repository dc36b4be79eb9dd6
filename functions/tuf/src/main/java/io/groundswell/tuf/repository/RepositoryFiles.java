package io.groundswell.tuf.repository;

import io.groundswell.tuf.Metadata;
import io.groundswell.tuf.MetadataRefused;
import io.groundswell.tuf.MetadataRefused.Reason;
import io.groundswell.tuf.RepositoryConflict;
import io.groundswell.tuf.Root;
import io.groundswell.tuf.Signed;
import io.groundswell.tuf.Snapshot;
import io.groundswell.tuf.Targets;
import io.groundswell.tuf.Timestamp;
import io.groundswell.tuf.TrustedMetadata;
import io.groundswell.tuf.client.Limits;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * File names and the reading and writing discipline over a {@link MetadataStore}.
 *
 * <p>What is read back is verified like anything a client downloads, expiry aside: a repository must never sign what
 * somebody else has put into its bucket.
 */
final class RepositoryFiles {

    static final String TIMESTAMP_FILE = "timestamp.json";

    private static final int MAX_TAKEN_VERSIONS = 1_000;

    private final MetadataStore store;
    /** Roots never change once written, so the newest verified one saves reading the chain again. */
    private volatile Metadata<Root> newestRoot;

    RepositoryFiles(MetadataStore store) {
        this.store = store;
    }

    /** A state and the tag of the timestamp that commits it. */
    record Current(RepositoryState state, String etag) {
    }

    static String versioned(String role, long version) {
        return version + "." + role + ".json";
    }

    Optional<byte[]> read(String name) {
        return store.read(name).map(MetadataStore.Stored::bytes);
    }

    /** The state that the current timestamp refers to; empty before the repository was created. */
    Optional<Current> current() {
        return store.read(TIMESTAMP_FILE).map(stored -> new Current(load(stored.bytes()), stored.etag()));
    }

    private RepositoryState load(byte[] timestampBytes) {
        Metadata<Root> root = newestRoot();
        TrustedMetadata trusted = new TrustedMetadata(root.bytes(), Instant.MIN);
        trusted.updateTimestamp(timestampBytes);
        trusted.updateSnapshot(required(versioned(Snapshot.TYPE, trusted.snapshotMeta().version())));
        trusted.updateTargets(required(versioned(Targets.TYPE, trusted.targetsMeta(Targets.TYPE).version())));
        String publisher = FleetRepository.PUBLISHER;
        trusted.updateDelegated(publisher, Targets.TYPE,
                required(versioned(publisher, trusted.targetsMeta(publisher).version())));
        return new RepositoryState(root, trusted.targets(Targets.TYPE).orElseThrow(),
                trusted.targets(publisher).orElseThrow(), trusted.snapshot(), trusted.timestamp());
    }

    /** Follows the chain of roots to its end, verifying every step. */
    Metadata<Root> newestRoot() {
        Metadata<Root> from = newestRoot;
        TrustedMetadata trusted = new TrustedMetadata(
                from == null ? required(versioned(Root.TYPE, 1)) : from.bytes(), Instant.MIN);
        Optional<byte[]> next = read(versioned(Root.TYPE, trusted.root().signed().version() + 1));
        while (next.isPresent()) {
            trusted.updateRoot(next.get());
            next = read(versioned(Root.TYPE, trusted.root().signed().version() + 1));
        }
        newestRoot = trusted.root();
        return trusted.root();
    }

    private byte[] required(String name) {
        return read(name).orElseThrow(() -> new MetadataRefused(Reason.MISMATCH,
                "the repository refers to " + name + " but does not hold it; restore the file"));
    }

    /** Creates the file, or finds it there with the same bytes; other bytes under its name are a conflict. */
    void createOnce(String name, byte[] bytes, String advice) {
        if (!store.createIfAbsent(name, bytes)) {
            byte[] found = read(name).orElseThrow(() -> new RepositoryConflict(
                    name + " was taken and then gone; nothing but this service may change the metadata"));
            if (!Arrays.equals(found, bytes)) {
                throw new RepositoryConflict(name + " exists with other content: " + advice);
            }
        }
    }

    /**
     * Creates a role's next version; a version that is taken by an attempt that never committed is skipped.
     *
     * @param above the current version, 0 if there is none
     */
    <T extends Signed> Metadata<T> createNext(String role, long above, LongFunction<Metadata<T>> signedAs) {
        for (long version = above + 1; version <= above + MAX_TAKEN_VERSIONS; version++) {
            Metadata<T> candidate = signedAs.apply(version);
            requireReadable(role, candidate);
            if (store.createIfAbsent(versioned(role, version), candidate.bytes())) {
                return candidate;
            }
        }
        throw new RepositoryConflict("the " + MAX_TAKEN_VERSIONS + " versions of " + role + " after " + above
                + " are all taken by attempts that never committed; look for a writer that crashes in a loop");
    }

    /** Clients bound what they read: longer metadata would lock them out. */
    private static void requireReadable(String role, Metadata<?> candidate) {
        long limit = role.equals(Snapshot.TYPE) ? Limits.STANDARD.snapshot() : Limits.STANDARD.targets();
        int length = candidate.bytes().length;
        if (length > limit) {
            throw new RepositoryConflict("the metadata of the role " + role + " would have " + length
                    + " bytes, clients read " + limit + ": this fleet holds too many artifacts");
        }
    }

    /** The commit point: true if nobody else committed since the tag was read. */
    boolean commit(Metadata<Timestamp> timestamp, String etag) {
        return store.replace(TIMESTAMP_FILE, timestamp.bytes(), etag);
    }
}
