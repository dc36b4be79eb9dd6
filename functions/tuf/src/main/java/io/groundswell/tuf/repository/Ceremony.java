package io.groundswell.tuf.repository;

import io.groundswell.tuf.DelegatedRole;
import io.groundswell.tuf.Delegations;
import io.groundswell.tuf.InvalidInput;
import io.groundswell.tuf.Key;
import io.groundswell.tuf.Metadata;
import io.groundswell.tuf.Role;
import io.groundswell.tuf.Root;
import io.groundswell.tuf.Signed;
import io.groundswell.tuf.Signer;
import io.groundswell.tuf.Snapshot;
import io.groundswell.tuf.TargetFile;
import io.groundswell.tuf.Targets;
import io.groundswell.tuf.Timestamp;
import io.groundswell.tuf.TrustedMetadata;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Builds and signs a fleet's root and targets where the offline keys are; pure, so that it runs on a machine without a
 * network.
 *
 * <p>Signers are matched to roles by key; a key of the role that is not at hand simply does not sign, as long as the
 * threshold is met. When a rotation changes targets keys, upload the new targets before the new root.
 *
 * @param rootLifetime how long a root signed now is valid
 * @param targetsLifetime how long targets signed now are valid
 */
public record Ceremony(Duration rootLifetime, Duration targetsLifetime) {

    /** A year for both, so that one ceremony a year keeps a fleet going. */
    public static final Ceremony YEARLY = new Ceremony(Duration.ofDays(365), Duration.ofDays(365));

    /** The outcome of a ceremony, ready to be uploaded. */
    public record Offline(byte[] root, byte[] targets) {

        /** Copies the bytes. */
        public Offline {
            root = root.clone();
            targets = targets.clone();
        }

        @Override
        public byte[] root() {
            return root.clone();
        }

        @Override
        public byte[] targets() {
            return targets.clone();
        }
    }

    /** Version 1 of root and targets for a fleet with these online keys. */
    public Offline found(OfflineRoles roles, OnlineKeys online, Collection<? extends Signer> signers, Instant now) {
        Metadata<Root> root = sign(root(1, roles, online, now), roles.rootKeys(), signers);
        root.signed().requireSigned(Root.TYPE, root);
        Metadata<Targets> targets = sign(targets(1, Map.of(), online, now), roles.targetsKeys(), signers);
        root.signed().requireSigned(Targets.TYPE, targets);
        return new Offline(root.bytes(), targets.bytes());
    }

    /**
     * The next root and targets: other keys, thresholds or online keys, or just a later expiry.
     *
     * @param signers enough of the old and of the new keys of both roles
     */
    public Offline rotate(byte[] currentRoot, byte[] currentTargets, OfflineRoles roles, OnlineKeys online,
            Collection<? extends Signer> signers, Instant now) {
        Metadata<Root> oldRoot = Metadata.parse(Root.class, currentRoot);
        Metadata<Targets> oldTargets = Metadata.parse(Targets.class, currentTargets);
        Metadata<Root> root = sign(root(oldRoot.signed().version() + 1, roles, online, now),
                both(keysOf(oldRoot.signed(), Root.TYPE), roles.rootKeys()), signers);
        new TrustedMetadata(currentRoot, now).updateRoot(root.bytes());
        Metadata<Targets> targets = sign(targets(oldTargets.signed().version() + 1, oldTargets.signed().targets(),
                online, now), both(keysOf(oldRoot.signed(), Targets.TYPE), roles.targetsKeys()), signers);
        oldRoot.signed().requireSigned(Targets.TYPE, targets);
        root.signed().requireSigned(Targets.TYPE, targets);
        return new Offline(root.bytes(), targets.bytes());
    }

    private Root root(long version, OfflineRoles roles, OnlineKeys online, Instant now) {
        Map<String, Role> byName = new LinkedHashMap<>();
        byName.put(Root.TYPE, Role.of(roles.rootKeys(), roles.rootThreshold()));
        byName.put(Targets.TYPE, Role.of(roles.targetsKeys(), roles.targetsThreshold()));
        byName.put(Snapshot.TYPE, Role.of(List.of(online.snapshot()), 1));
        byName.put(Timestamp.TYPE, Role.of(List.of(online.timestamp()), 1));
        Map<String, Key> keys = new LinkedHashMap<>();
        Stream.of(roles.rootKeys(), roles.targetsKeys(), List.of(online.snapshot(), online.timestamp()))
                .flatMap(List::stream).forEach(key -> keys.put(key.keyId(), key));
        return new Root(version, Lifetimes.expiry(now, rootLifetime), true, keys, byName, Map.of());
    }

    private Targets targets(long version, Map<String, TargetFile> own, OnlineKeys online, Instant now) {
        DelegatedRole publisher = new DelegatedRole(FleetRepository.PUBLISHER,
                Role.of(List.of(online.publisher()), 1), true, OfflineRules.PUBLISHER_PATHS, List.of(), Map.of());
        Delegations delegations = new Delegations(Map.of(online.publisher().keyId(), online.publisher()),
                List.of(publisher), Map.of());
        return new Targets(version, Lifetimes.expiry(now, targetsLifetime), own, Optional.of(delegations), Map.of());
    }

    private static <T extends Signed> Metadata<T> sign(T content, List<Key> holders,
            Collection<? extends Signer> signers) {
        List<String> identities = holders.stream().map(Key::identity).toList();
        List<? extends Signer> holding = signers.stream()
                .filter(signer -> identities.contains(signer.key().identity())).toList();
        if (holding.isEmpty()) {
            throw new InvalidInput("none of the given keys may sign the role " + content.type());
        }
        return Metadata.sign(content, holding);
    }

    private static List<Key> keysOf(Root root, String role) {
        return root.role(role).keyIds().stream().map(root.keys()::get).filter(Objects::nonNull).toList();
    }

    private static List<Key> both(List<Key> before, List<Key> after) {
        return Stream.concat(before.stream(), after.stream()).toList();
    }
}
