package io.groundswell.cli.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.groundswell.cli.CommandFailed;
import io.groundswell.cli.UsageError;
import io.groundswell.cli.api.OperatorApi;
import io.groundswell.domain.json.Sha256;
import io.groundswell.domain.name.Names;
import io.groundswell.tuf.Ed25519Signer;
import io.groundswell.tuf.Key;
import io.groundswell.tuf.Metadata;
import io.groundswell.tuf.Root;
import io.groundswell.tuf.Targets;
import io.groundswell.tuf.repository.Ceremony;
import io.groundswell.tuf.repository.OfflineRoles;
import io.groundswell.tuf.repository.OnlineKeys;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;

/** Founds a fleet and rotates its offline keys. */
public final class FleetCeremony {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ROOT = "root.json";
    private static final String TARGETS = "targets.json";

    private final OperatorApi api;
    private final KeyFolder folder;
    private final InstantSource clock;

    public FleetCeremony(OperatorApi api, Path folder, InstantSource clock) {
        this.api = api;
        this.folder = new KeyFolder(folder);
        this.clock = clock;
    }

    /**
     * What every device of the fleet can check its anchor against.
     *
     * @param version of root and targets
     * @param threshold how many root keys have to sign the next root
     * @param sha256 of the root file
     */
    public record Anchor(long version, int threshold, String sha256, List<String> rootKeyIds) {
    }

    /** Creates the fleet, or completes a creation that failed half-way. */
    public Anchor create(String fleet, int rootKeys, int threshold) {
        requireThreshold(rootKeys, threshold);
        folder.claim(Names.require("fleet", fleet));
        OnlineKeys online = onlineKeys(fleet);
        if (!folder.has(1, ROOT)) {
            KeyFolder.Keys keys = folder.make(1, rootKeys);
            Ceremony.Offline signed =
                    Ceremony.YEARLY.found(roles(keys, threshold), online, keys.all(), clock.instant());
            folder.keep(1, signed.root(), signed.targets());
        }
        byte[] root = folder.read(1, ROOT);
        requireAsAsked(root, OptionalInt.of(rootKeys), OptionalInt.of(threshold));
        api.post("/fleets", Map.of("name", fleet, "root", OperatorApi.parse(root),
                "targets", OperatorApi.parse(folder.read(1, TARGETS))));
        return anchor(root);
    }

    /**
     * What the next root and targets are to be.
     *
     * @param rootKeys how many; empty for as many as now
     * @param threshold how many root keys have to sign; empty for as many as now
     * @param keepKeys sign again with the keys of now, for a later expiry
     */
    public record Rotation(OptionalInt rootKeys, OptionalInt threshold, boolean keepKeys) {
    }

    /**
     * Signs the next root and targets by the old and the new keys, and uploads them.
     *
     * <p>Targets go first: the old root must still vouch for them. A version that was signed and not accepted yet is
     * uploaded again.
     */
    public Anchor rotate(String fleet, Rotation rotation) {
        folder.claim(Names.require("fleet", fleet));
        int current = api.get("/fleets/" + fleet).path("root").path("version").asInt();
        int next = current + 1;
        if (!folder.has(current, ROOT)) {
            throw new CommandFailed("the folder must hold the keys and the root of version " + current + " of fleet "
                    + fleet + "; found no v" + current + "/" + ROOT);
        }
        if (folder.has(next, ROOT)) {
            requireAsAsked(folder.read(next, ROOT), rotation.rootKeys(), rotation.threshold());
        } else {
            sign(fleet, current, rotation);
        }
        api.put("/fleets/" + fleet + "/tuf/targets", folder.read(next, TARGETS));
        api.put("/fleets/" + fleet + "/tuf/root", folder.read(next, ROOT));
        return anchor(folder.read(next, ROOT));
    }

    private void sign(String fleet, int current, Rotation rotation) {
        byte[] root = folder.read(current, ROOT);
        OfflineRoles before = roles(Metadata.parse(Root.class, root).signed());
        int rootKeys = rotation.rootKeys().orElse(before.rootKeys().size());
        int threshold = rotation.threshold().orElse(before.rootThreshold());
        requireThreshold(rootKeys, threshold);
        List<Ed25519Signer> signers = new ArrayList<>(folder.keysOf(current).all());
        OfflineRoles after = before;
        if (rotation.keepKeys()) {
            folder.carryOver(current);
            after = new OfflineRoles(before.rootKeys(), threshold, before.targetsKeys(), before.targetsThreshold());
        } else {
            KeyFolder.Keys made = folder.make(current + 1, rootKeys);
            signers.addAll(made.all());
            after = roles(made, threshold);
        }
        Ceremony.Offline signed = Ceremony.YEARLY.rotate(root, folder.read(current, TARGETS), after,
                onlineKeys(fleet), signers, clock.instant());
        folder.keep(current + 1, signed.root(), signed.targets());
    }

    private OnlineKeys onlineKeys(String fleet) {
        JsonNode keys = api.post("/fleets/" + fleet + "/keys", Map.of()).path("keys");
        return new OnlineKeys(key(keys.path("publisher")), key(keys.path("snapshot")), key(keys.path("timestamp")));
    }

    private static Key key(JsonNode json) {
        Map<String, Object> members = JSON.convertValue(json,
                JSON.getTypeFactory().constructMapType(Map.class, String.class, Object.class));
        // The id is computed from the key: one that somebody else chose could name another key.
        members.remove("keyid");
        return Key.fromJson(members);
    }

    private static OfflineRoles roles(KeyFolder.Keys keys, int threshold) {
        return new OfflineRoles(keys.root().stream().map(Ed25519Signer::key).toList(), threshold,
                keys.targets().stream().map(Ed25519Signer::key).toList(), 1);
    }

    private static OfflineRoles roles(Root root) {
        return new OfflineRoles(keysOf(root, Root.TYPE), root.role(Root.TYPE).threshold(),
                keysOf(root, Targets.TYPE), root.role(Targets.TYPE).threshold());
    }

    private static List<Key> keysOf(Root root, String role) {
        return root.role(role).keyIds().stream().map(root.keys()::get).filter(Objects::nonNull).toList();
    }

    private static Anchor anchor(byte[] bytes) {
        Root root = Metadata.parse(Root.class, bytes).signed();
        return new Anchor(root.version(), root.role(Root.TYPE).threshold(), Sha256.hex(bytes),
                keysOf(root, Root.TYPE).stream().map(Key::keyId).toList());
    }

    /** A ceremony that is completed later must not seem to do what other arguments ask for. */
    private static void requireAsAsked(byte[] bytes, OptionalInt rootKeys, OptionalInt threshold) {
        OfflineRoles signed = roles(Metadata.parse(Root.class, bytes).signed());
        int keys = signed.rootKeys().size();
        int least = signed.rootThreshold();
        if (rootKeys.orElse(keys) != keys || threshold.orElse(least) != least) {
            throw new CommandFailed("the folder holds a root that is signed already, threshold " + least + " of "
                    + keys + "; expected " + threshold.orElse(least) + " of " + rootKeys.orElse(keys)
                    + ": repeat the first command, or give another folder");
        }
    }

    private static void requireThreshold(int rootKeys, int threshold) {
        if (threshold > rootKeys) {
            throw new UsageError("--threshold must be at most --root-keys (" + rootKeys + "), found " + threshold);
        }
    }
}
