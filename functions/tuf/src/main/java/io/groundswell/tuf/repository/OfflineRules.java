package io.groundswell.tuf.repository;

import io.groundswell.tuf.DelegatedRole;
import io.groundswell.tuf.Delegations;
import io.groundswell.tuf.InvalidInput;
import io.groundswell.tuf.Key;
import io.groundswell.tuf.Metadata;
import io.groundswell.tuf.MetadataRefused;
import io.groundswell.tuf.Root;
import io.groundswell.tuf.Signed;
import io.groundswell.tuf.Snapshot;
import io.groundswell.tuf.Targets;
import io.groundswell.tuf.Timestamp;
import io.groundswell.tuf.client.Limits;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** What offline-signed root and targets have to say so that this fleet's online keys can do their work. */
final class OfflineRules {

    static final List<String> PUBLISHER_PATHS = List.of("*/*/*");

    private OfflineRules() {
    }

    /** The first root, checked together with the first targets. */
    static Metadata<Root> parseFirst(byte[] rootBytes, byte[] targetsBytes, OnlineKeys keys, Instant now) {
        Metadata<Root> root = parseRoot(rootBytes);
        Metadata<Targets> targets = parseTargets(targetsBytes);
        root.signed().requireSigned(Root.TYPE, root);
        root.signed().requireSigned(Targets.TYPE, targets);
        for (Signed signed : List.of(root.signed(), targets.signed())) {
            requireFresh(signed, now);
            if (signed.version() != 1) {
                throw new InvalidInput("a fleet starts from " + signed.type() + " version 1, found "
                        + signed.version());
            }
        }
        requireUsable(root.signed(), keys);
        requireUsable(targets.signed(), keys);
        return root;
    }

    static Metadata<Root> parseRoot(byte[] bytes) {
        requireLength(Root.TYPE, bytes, Limits.STANDARD.root());
        return Metadata.parse(Root.class, bytes);
    }

    static Metadata<Targets> parseTargets(byte[] bytes) {
        requireLength(Targets.TYPE, bytes, Limits.STANDARD.targets());
        return Metadata.parse(Targets.class, bytes);
    }

    private static void requireLength(String role, byte[] bytes, long limit) {
        if (bytes.length > limit) {
            throw new InvalidInput(role + " has " + bytes.length + " bytes, clients read " + limit);
        }
    }

    /** Publishing under an expired root or targets would reach nobody. */
    static void requireCurrent(RepositoryState state, Instant now) {
        for (Signed signed : List.of(state.root().signed(), state.targets().signed())) {
            if (signed.isExpiredAt(now)) {
                throw new MetadataRefused(MetadataRefused.Reason.EXPIRED, "the fleet's " + signed.type() + " version "
                        + signed.version() + " expired at " + signed.expires() + ": upload a newer one first");
            }
        }
    }

    static void requireUsable(Root root, OnlineKeys keys) {
        if (!root.consistentSnapshot()) {
            throw new InvalidInput("root version " + root.version() + " has to set consistent_snapshot");
        }
        if (!root.roles().keySet().equals(Set.copyOf(Root.TOP_LEVEL))) {
            throw new InvalidInput("root version " + root.version() + " has to name the roles "
                    + String.join(", ", Root.TOP_LEVEL) + " alone, because some clients refuse any other; found "
                    + String.join(", ", root.roles().keySet()));
        }
        requireHeldBy(root, Snapshot.TYPE, keys.snapshot());
        requireHeldBy(root, Timestamp.TYPE, keys.timestamp());
    }

    private static void requireHeldBy(Root root, String role, Key key) {
        if (!root.grants(role, key)) {
            throw new InvalidInput("root version " + root.version() + " has to give the role " + role
                    + " to this fleet's online key " + key.keyId() + "; it names " + root.role(role).keyIds());
        }
        if (root.role(role).threshold() != 1) {
            throw new InvalidInput("the role " + role + " is signed by one online key: expected threshold 1, found "
                    + root.role(role).threshold());
        }
    }

    static void requireUsable(Targets targets, OnlineKeys keys) {
        Delegations delegations = targets.delegations().orElseThrow(() -> new InvalidInput(
                "targets has to delegate " + PUBLISHER_PATHS + " to the role " + FleetRepository.PUBLISHER));
        if (delegations.roles().size() != 1 || !delegations.roles().getFirst().name().equals(FleetRepository.PUBLISHER)) {
            throw new InvalidInput("targets has to delegate to the role " + FleetRepository.PUBLISHER
                    + " alone; found " + delegations.roles().stream().map(DelegatedRole::name).toList());
        }
        DelegatedRole publisher = delegations.roles().getFirst();
        if (!publisher.paths().equals(PUBLISHER_PATHS) || !publisher.terminating()
                || publisher.role().threshold() != 1) {
            throw new InvalidInput("the delegation to " + FleetRepository.PUBLISHER + " has to be for the paths "
                    + PUBLISHER_PATHS + ", terminating, threshold 1; found " + publisher.paths() + ", terminating "
                    + publisher.terminating() + ", threshold " + publisher.role().threshold());
        }
        if (!delegations.grants(FleetRepository.PUBLISHER, keys.publisher())) {
            throw new InvalidInput("targets has to give the role " + FleetRepository.PUBLISHER
                    + " to this fleet's online key " + keys.publisher().keyId() + "; it names "
                    + publisher.role().keyIds());
        }
    }

    static void requireFresh(Signed signed, Instant now) {
        if (signed.isExpiredAt(now)) {
            throw new InvalidInput(signed.type() + " version " + signed.version() + " expired at " + signed.expires()
                    + ": sign one with a later expiry");
        }
    }
}
