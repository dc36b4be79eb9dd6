package io.groundswell.tuf.client;

import io.groundswell.tuf.DelegatedRole;
import io.groundswell.tuf.Delegations;
import io.groundswell.tuf.FileMissing;
import io.groundswell.tuf.Hashes;
import io.groundswell.tuf.Key;
import io.groundswell.tuf.MetaFile;
import io.groundswell.tuf.Metadata;
import io.groundswell.tuf.Role;
import io.groundswell.tuf.Root;
import io.groundswell.tuf.Signed;
import io.groundswell.tuf.Signer;
import io.groundswell.tuf.Snapshot;
import io.groundswell.tuf.TargetFile;
import io.groundswell.tuf.Targets;
import io.groundswell.tuf.TestKeys;
import io.groundswell.tuf.Timestamp;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A repository that a test bends as it likes: mutable content, published versions kept by place in a list, and a log
 * of what was asked for.
 */
final class SimulatedRepository implements Fetcher {

    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    static final Instant SAFE_EXPIRY = Instant.parse("2026-03-31T12:00:00Z");

    final Map<String, Draft> drafts = new LinkedHashMap<>();
    final Map<String, List<byte[]>> published = new HashMap<>();
    final Map<String, Map<String, Signer>> signers = new HashMap<>();
    final Map<String, MetaFile> snapshotMeta = new LinkedHashMap<>();
    final Map<String, byte[]> targetBytes = new HashMap<>();
    final List<String> metadataRequests = new ArrayList<>();
    final List<String> targetRequests = new ArrayList<>();
    final RootDraft root = new RootDraft();
    MetaFile timestampMeta;
    boolean promiseHashes;
    private int nextKey = 20;

    /** What every role has. */
    static class Draft {

        long version = 1;
        Instant expires = SAFE_EXPIRY;
        final Map<String, TargetFile> targets = new LinkedHashMap<>();
        final Map<String, Key> delegatedKeys = new LinkedHashMap<>();
        final List<DelegatedRole> delegated = new ArrayList<>();
        Map<String, Object> unrecognized = Map.of();
    }

    /** The keys and thresholds of the top-level roles. */
    static final class RootDraft extends Draft {

        boolean consistentSnapshot = true;
        final Map<String, Key> keys = new LinkedHashMap<>();
        final Map<String, List<String>> keyIds = new LinkedHashMap<>();
        final Map<String, Integer> thresholds = new HashMap<>();
    }

    SimulatedRepository() {
        drafts.put(Root.TYPE, root);
        for (String role : Root.TOP_LEVEL) {
            drafts.computeIfAbsent(role, r -> new Draft());
            root.keyIds.put(role, new ArrayList<>());
            root.thresholds.put(role, 1);
            addKey(role, newSigner());
        }
        publish("targets", "snapshot", "timestamp", "root");
    }

    Draft draft(String role) {
        return drafts.get(role);
    }

    Signer newSigner() {
        return TestKeys.key(nextKey++);
    }

    void addKey(String role, Signer signer) {
        grantKey(role, signer.key());
        addSigner(role, signer);
    }

    void grantKey(String role, Key key) {
        root.keys.put(key.keyId(), key);
        root.keyIds.get(role).add(key.keyId());
    }

    void addSigner(String role, Signer signer) {
        signers.computeIfAbsent(role, r -> new LinkedHashMap<>()).put(signer.key().keyId(), signer);
    }

    void clearKeys(String role) {
        root.keyIds.get(role).clear();
        signers.get(role).clear();
    }

    void removeOneSigner(String role) {
        Map<String, Signer> those = signers.get(role);
        those.remove(those.keySet().iterator().next());
    }

    void rotateKeys(String role) {
        clearKeys(role);
        for (int i = 0; i < root.thresholds.get(role); i++) {
            addKey(role, newSigner());
        }
    }

    void delegate(String delegator, String role, boolean terminating, String... paths) {
        Draft from = drafts.get(delegator);
        Signer signer = newSigner();
        from.delegatedKeys.put(signer.key().keyId(), signer.key());
        from.delegated.add(new DelegatedRole(role, Role.of(List.of(signer.key()), 1), terminating,
                List.of(paths), List.of(), Map.of()));
        addSigner(role, signer);
        drafts.computeIfAbsent(role, r -> new Draft());
    }

    void addTarget(String role, String path, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        addTarget(role, path, bytes, Hashes.ofSha256(bytes));
    }

    void addTarget(String role, String path, byte[] bytes, Hashes hashes) {
        drafts.get(role).targets.put(path, new TargetFile(bytes.length, hashes, Map.of(), Map.of()));
        targetBytes.put(path, bytes);
    }

    /** Signs and publishes the roles in this order; what was published before gets its version raised first. */
    void publish(String... roles) {
        for (String role : roles) {
            Draft draft = drafts.get(role);
            if (published.containsKey(role)) {
                draft.version++;
            }
            Metadata<? extends Signed> metadata = Metadata.sign(content(role, draft), signers.get(role).values());
            published.computeIfAbsent(role, r -> new ArrayList<>()).add(metadata.bytes());
            MetaFile promise = promiseHashes ? MetaFile.of(metadata)
                    : new MetaFile(draft.version, OptionalLong.empty(), Optional.empty(), Map.of());
            switch (role) {
                case Root.TYPE, Timestamp.TYPE -> { }
                case Snapshot.TYPE -> timestampMeta = promise;
                default -> snapshotMeta.put(role + ".json", promise);
            }
        }
    }

    private Signed content(String role, Draft draft) {
        return switch (role) {
            case Root.TYPE -> {
                Map<String, Role> roles = new LinkedHashMap<>();
                root.keyIds.forEach((name, ids) ->
                        roles.put(name, new Role(ids, root.thresholds.get(name), Map.of())));
                yield new Root(root.version, root.expires, root.consistentSnapshot, root.keys, roles,
                        root.unrecognized);
            }
            case Snapshot.TYPE -> new Snapshot(draft.version, draft.expires, snapshotMeta, draft.unrecognized);
            case Timestamp.TYPE -> new Timestamp(draft.version, draft.expires, timestampMeta, draft.unrecognized);
            default -> new Targets(draft.version, draft.expires, draft.targets, draft.delegated.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Delegations(draft.delegatedKeys, draft.delegated, Map.of())),
                    draft.unrecognized);
        };
    }

    byte[] latest(String role) {
        return published.get(role).getLast();
    }

    byte[] first(String role) {
        return published.get(role).getFirst();
    }

    void replaceLatest(String role, byte[] bytes) {
        published.get(role).removeLast();
        published.get(role).add(bytes);
    }

    /** Forgets all versions, so that the next one published has the number of the draft. */
    void restartVersions(String role, long version) {
        published.remove(role);
        drafts.get(role).version = version;
    }

    @Override
    public InputStream open(String file) {
        String name = URLDecoder.decode(file.substring(0, file.length() - ".json".length()), StandardCharsets.UTF_8);
        metadataRequests.add(name);
        int dot = name.indexOf('.');
        boolean versioned = dot > 0 && name.substring(0, dot).chars().allMatch(Character::isDigit);
        List<byte[]> versions = published.getOrDefault(versioned ? name.substring(dot + 1) : name, List.of());
        int version = versioned ? Integer.parseInt(name.substring(0, dot)) : versions.size();
        if (version < 1 || version > versions.size()) {
            throw new FileMissing("no " + file);
        }
        return new ByteArrayInputStream(versions.get(version - 1));
    }

    /** Serves targets by path, whatever hash is asked for, and logs the location. */
    InputStream openTarget(String location) {
        targetRequests.add(location);
        int slash = location.lastIndexOf('/') + 1;
        String fileName = location.substring(slash);
        String path = location.substring(0, slash)
                + (root.consistentSnapshot ? fileName.substring(fileName.indexOf('.') + 1) : fileName);
        byte[] bytes = targetBytes.get(path);
        if (bytes == null) {
            throw new FileMissing("no " + location);
        }
        return new ByteArrayInputStream(bytes);
    }
}
