package io.groundswell.tuf;

import static io.groundswell.tuf.MetadataRefused.Reason.EXPIRED;
import static io.groundswell.tuf.MetadataRefused.Reason.MISMATCH;
import static io.groundswell.tuf.MetadataRefused.Reason.ROLLBACK;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The rules of the client workflow (specification 5.3 to 5.6), without input or output.
 *
 * <p>Metadata is offered in the order of the workflow: root versions, timestamp, snapshot, targets, delegated targets.
 * Each call either makes the offered metadata trusted or refuses it and leaves what was trusted. Time is fixed when
 * the update starts. {@code recall…} takes in what was trusted by an earlier update: it may be expired or outdated by
 * now and then only serves the rollback checks.
 */
public final class TrustedMetadata {

    private final Instant updateStart;
    private final Map<String, Vouched> targets = new HashMap<>();
    private Metadata<Root> root;
    private Metadata<Timestamp> timestamp;
    private Metadata<Snapshot> snapshot;

    /** A targets role and the one role whose keys were asked about it. */
    private record Vouched(Metadata<Targets> metadata, String delegator) {
    }

    /**
     * Starts from a trusted root, which has to be signed by itself (5.2); it may have expired.
     *
     * @param updateStart the time that every expiry is compared with (5.1)
     */
    public TrustedMetadata(byte[] trustedRoot, Instant updateStart) {
        this.updateStart = updateStart;
        Metadata<Root> first = Metadata.parse(Root.class, trustedRoot);
        first.signed().requireSigned(Root.TYPE, first);
        this.root = first;
    }

    /** Takes the next root version (5.3.4 to 5.3.7); its expiry only counts once no newer one is found. */
    public void updateRoot(byte[] bytes) {
        requireNotYet(timestamp, "root is updated before timestamp");
        Metadata<Root> next = Metadata.parse(Root.class, bytes);
        root.signed().requireSigned(Root.TYPE, next);
        next.signed().requireSigned(Root.TYPE, next);
        long expected = root.signed().version() + 1;
        if (next.signed().version() != expected) {
            throw new MetadataRefused(next.signed().version() < expected ? ROLLBACK : MISMATCH,
                    "expected root version " + expected + ", found " + next.signed().version());
        }
        root = next;
    }

    /**
     * Whether going from one root to another took a timestamp or snapshot key away (5.3.11).
     *
     * <p>Then the stored timestamp and snapshot are forgotten, so that a repository recovers from stolen online keys
     * that were used to push versions far ahead. Keys that are only added need no recovery.
     */
    public static boolean revokesOnlineKeys(Root before, Root after) {
        return lostKeys(before, after, Timestamp.TYPE) || lostKeys(before, after, Snapshot.TYPE);
    }

    private static boolean lostKeys(Root before, Root after, String role) {
        Set<String> kept = after.identities(role);
        return !kept.containsAll(before.identities(role));
    }

    /** Refuses to go on with an expired root (5.3.10). */
    public void requireFreshRoot() {
        requireFresh(Root.TYPE, root.signed());
    }

    /** Takes in the timestamp of an earlier update, for the rollback checks. */
    public void recallTimestamp(byte[] bytes) {
        requireNotYet(timestamp, "the stored timestamp is recalled first");
        Metadata<Timestamp> stored = Metadata.parse(Timestamp.class, bytes);
        root.signed().requireSigned(Timestamp.TYPE, stored);
        timestamp = stored;
    }

    /**
     * Takes a fetched timestamp (5.4).
     *
     * @return false if it has the version that is trusted already, which then stays
     */
    public boolean updateTimestamp(byte[] bytes) {
        requireFreshRoot();
        requireNotYet(snapshot, "timestamp is updated before snapshot");
        Metadata<Timestamp> offered = Metadata.parse(Timestamp.class, bytes);
        root.signed().requireSigned(Timestamp.TYPE, offered);
        if (timestamp != null) {
            requireNoRollback(Timestamp.TYPE, timestamp.signed().version(), offered.signed().version());
            if (offered.signed().version() == timestamp.signed().version()) {
                requireFresh(Timestamp.TYPE, timestamp.signed());
                return false;
            }
            requireNoRollback("snapshot in timestamp", timestamp.signed().snapshot().version(),
                    offered.signed().snapshot().version());
        }
        requireFresh(Timestamp.TYPE, offered.signed());
        timestamp = offered;
        return true;
    }

    /** Takes in the snapshot of an earlier update, for the rollback checks; its hash is not the current one. */
    public void recallSnapshot(byte[] bytes) {
        requireNotYet(snapshot, "the stored snapshot is recalled first");
        Metadata<Snapshot> stored = Metadata.parse(Snapshot.class, bytes);
        root.signed().requireSigned(Snapshot.TYPE, stored);
        snapshot = stored;
    }

    /** Whether the trusted snapshot is the one that the timestamp promises, and fresh: then none is fetched. */
    public boolean snapshotIsCurrent() {
        return snapshot != null && !snapshot.signed().isExpiredAt(updateStart)
                && snapshot.signed().version() == snapshotMeta().version() && snapshotMeta().matches(snapshot.bytes());
    }

    /** Takes a fetched snapshot (5.5). */
    public void updateSnapshot(byte[] bytes) {
        MetaFile promised = snapshotMeta();
        promised.requireMatch(Snapshot.TYPE, bytes);
        Metadata<Snapshot> offered = Metadata.parse(Snapshot.class, bytes);
        root.signed().requireSigned(Snapshot.TYPE, offered);
        requireVersion(Snapshot.TYPE, promised.version(), offered.signed().version());
        if (snapshot != null) {
            snapshot.signed().meta().forEach((file, known) -> requireKept(file, known, offered.signed()));
        }
        requireFresh(Snapshot.TYPE, offered.signed());
        snapshot = offered;
    }

    private static void requireKept(String file, MetaFile known, Snapshot offered) {
        MetaFile now = offered.meta().get(file);
        if (now == null) {
            throw new MetadataRefused(ROLLBACK, "the snapshot no longer lists " + file);
        }
        requireNoRollback(file + " in snapshot", known.version(), now.version());
    }

    /** Takes the top-level targets (5.6). */
    public void updateTargets(byte[] bytes) {
        Metadata<Targets> offered = promisedTargets(Targets.TYPE, bytes);
        root.signed().requireSigned(Targets.TYPE, offered);
        requireFresh(Targets.TYPE, offered.signed());
        targets.put(Targets.TYPE, new Vouched(offered, Root.TYPE));
    }

    /** Takes a delegated targets role on the word of a trusted targets role (5.6.7). */
    public void updateDelegated(String role, String delegator, byte[] bytes) {
        Metadata<Targets> offered = promisedTargets(role, bytes);
        Delegations delegations = targets(delegator)
                .orElseThrow(() -> new IllegalStateException("the delegator " + delegator + " is not trusted yet"))
                .signed().delegations()
                .orElseThrow(() -> new MetadataRefused(MISMATCH, delegator + " delegates to nobody"));
        delegations.requireSigned(role, offered);
        requireFresh(role, offered.signed());
        targets.put(role, new Vouched(offered, delegator));
    }

    private Metadata<Targets> promisedTargets(String role, byte[] bytes) {
        MetaFile promised = targetsMeta(role);
        promised.requireMatch(role, bytes);
        Metadata<Targets> offered = Metadata.parse(Targets.class, bytes);
        requireVersion(role, promised.version(), offered.signed().version());
        return offered;
    }

    /** The newest trusted root. */
    public Metadata<Root> root() {
        return root;
    }

    /** The trusted timestamp. */
    public Metadata<Timestamp> timestamp() {
        return require(timestamp, Timestamp.TYPE);
    }

    /** The trusted snapshot. */
    public Metadata<Snapshot> snapshot() {
        return require(snapshot, Snapshot.TYPE);
    }

    /** A targets role, once it is trusted on anybody's word. */
    public Optional<Metadata<Targets>> targets(String role) {
        return Optional.ofNullable(targets.get(role)).map(Vouched::metadata);
    }

    /**
     * A targets role, once it is trusted on the word of this delegator.
     *
     * <p>Several roles may delegate to one name, each with keys of its own: what one of them vouches for says nothing
     * about the paths of another.
     */
    public Optional<Metadata<Targets>> targets(String role, String delegator) {
        return Optional.ofNullable(targets.get(role)).filter(known -> known.delegator().equals(delegator))
                .map(Vouched::metadata);
    }

    /** What the timestamp promises about the snapshot. */
    public MetaFile snapshotMeta() {
        return timestamp().signed().snapshot();
    }

    /** What the snapshot promises about a targets role. */
    public MetaFile targetsMeta(String role) {
        return snapshot().signed().role(role).orElseThrow(() -> new MetadataRefused(MISMATCH,
                "the snapshot does not list " + role + ".json"));
    }

    private void requireFresh(String role, Signed signed) {
        if (signed.isExpiredAt(updateStart)) {
            throw new MetadataRefused(EXPIRED, "%s version %d expired at %s".formatted(
                    role, signed.version(), JsonFields.formatExpires(signed.expires())));
        }
    }

    private static void requireVersion(String role, long promised, long found) {
        if (promised != found) {
            throw new MetadataRefused(found < promised ? ROLLBACK : MISMATCH,
                    "expected " + role + " version " + promised + ", found " + found);
        }
    }

    private static void requireNoRollback(String what, long trusted, long offered) {
        if (offered < trusted) {
            throw new MetadataRefused(ROLLBACK,
                    "version " + trusted + " of " + what + " is trusted already, found " + offered);
        }
    }

    private static void requireNotYet(Object later, String rule) {
        if (later != null) {
            throw new IllegalStateException(rule);
        }
    }

    private static <T> T require(T metadata, String role) {
        if (metadata == null) {
            throw new IllegalStateException("no " + role + " is trusted yet");
        }
        return metadata;
    }
}
