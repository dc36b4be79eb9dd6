package io.groundswell.cli.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.groundswell.cli.UsageError;
import io.groundswell.cli.api.OperatorApi;
import io.groundswell.domain.json.Sha256;
import io.groundswell.domain.name.Names;
import io.groundswell.tuf.Ed25519Signer;
import io.groundswell.tuf.Key;
import io.groundswell.tuf.repository.Ceremony;
import io.groundswell.tuf.repository.OfflineRoles;
import io.groundswell.tuf.repository.OnlineKeys;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Founds a fleet and rotates its offline keys. */
public final class FleetCeremony {

    private static final ObjectMapper JSON = new ObjectMapper();

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
     * @param sha256 of the root file
     */
    public record Anchor(int version, String sha256, List<String> rootKeyIds) {
    }

    /** Creates the fleet, or completes a creation that failed half-way. */
    public Anchor create(String fleet, int rootKeys, int threshold) {
        requireThreshold(rootKeys, threshold);
        Names.require("fleet", fleet);
        OnlineKeys online = onlineKeys(fleet);
        KeyFolder.Keys keys = folder.keys(1, rootKeys);
        if (folder.newestVersion() == 0) {
            Ceremony.Offline signed = Ceremony.YEARLY.found(roles(keys, threshold), online, keys.all(), clock.instant());
            folder.keep(1, signed.root(), signed.targets());
        }
        byte[] root = folder.read(1, "root.json");
        api.post("/fleets", Map.of("name", fleet, "root", OperatorApi.parse(root),
                "targets", OperatorApi.parse(folder.read(1, "targets.json"))));
        return anchor(1, root, keys);
    }

    /**
     * Signs the next root and targets with new keys, by the old and the new ones, and uploads them.
     *
     * <p>Targets go first: the old root must still vouch for them. A version that was signed and not accepted yet is
     * uploaded again.
     */
    public Anchor rotate(String fleet, int rootKeys, int threshold) {
        requireThreshold(rootKeys, threshold);
        JsonNode served = api.get("/fleets/" + Names.require("fleet", fleet));
        int current = served.path("root").path("version").asInt();
        int next = current + 1;
        if (!folder.has(current, "root.json")) {
            throw new UsageError("the folder must hold the keys of root version " + current + " of fleet " + fleet);
        }
        KeyFolder.Keys keys = folder.keys(next, rootKeys);
        if (!folder.has(next, "root.json")) {
            List<Ed25519Signer> signers = new ArrayList<>(folder.keysOf(current).all());
            signers.addAll(keys.all());
            Ceremony.Offline signed = Ceremony.YEARLY.rotate(folder.read(current, "root.json"),
                    folder.read(current, "targets.json"), roles(keys, threshold), onlineKeys(fleet), signers,
                    clock.instant());
            folder.keep(next, signed.root(), signed.targets());
        }
        api.put("/fleets/" + fleet + "/tuf/targets", folder.read(next, "targets.json"));
        api.put("/fleets/" + fleet + "/tuf/root", folder.read(next, "root.json"));
        return anchor(next, folder.read(next, "root.json"), keys);
    }

    private OnlineKeys onlineKeys(String fleet) {
        JsonNode keys = api.post("/fleets/" + fleet + "/keys", Map.of()).path("keys");
        return new OnlineKeys(key(keys.path("publisher")), key(keys.path("snapshot")), key(keys.path("timestamp")));
    }

    private static Key key(JsonNode json) {
        Map<String, Object> members = JSON.convertValue(json,
                JSON.getTypeFactory().constructMapType(Map.class, String.class, Object.class));
        return Key.fromJson(json.path("keyid").asText(), without(members, "keyid"));
    }

    private static Map<String, Object> without(Map<String, Object> members, String name) {
        members.remove(name);
        return members;
    }

    private static OfflineRoles roles(KeyFolder.Keys keys, int threshold) {
        return new OfflineRoles(keys.root().stream().map(Ed25519Signer::key).toList(), threshold,
                List.of(keys.targets().key()), 1);
    }

    private static Anchor anchor(int version, byte[] root, KeyFolder.Keys keys) {
        return new Anchor(version, Sha256.hex(root), keys.root().stream().map(key -> key.key().keyId()).toList());
    }

    private static void requireThreshold(int rootKeys, int threshold) {
        if (threshold > rootKeys) {
            throw new UsageError("--threshold must be at most --root-keys (" + rootKeys + "), found " + threshold);
        }
    }
}
