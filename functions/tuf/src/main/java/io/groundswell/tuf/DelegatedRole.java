package io.groundswell.tuf;

import io.groundswell.domain.json.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A targets role that another targets role trusts for some paths.
 *
 * <p>Paths are given either as patterns or as prefixes of the SHA-256 of the path. Terminating means: for a path that
 * matches, no role that comes later is asked.
 */
public record DelegatedRole(String name, Role role, boolean terminating, List<String> paths,
        List<String> pathHashPrefixes, Map<String, Object> unrecognized) {

    /** Copies the lists; the name is not that of a top-level role, and one kind of paths is given. */
    public DelegatedRole {
        paths = List.copyOf(paths);
        pathHashPrefixes = List.copyOf(pathHashPrefixes);
        unrecognized = Collections.unmodifiableMap(new LinkedHashMap<>(unrecognized));
        if (name.isEmpty() || Root.TOP_LEVEL.contains(name)) {
            throw JsonFields.refuse("delegations.roles: \"" + name + "\" cannot be the name of a delegated role");
        }
        if (!paths.isEmpty() && !pathHashPrefixes.isEmpty()) {
            throw JsonFields.refuse("delegations.roles." + name
                    + ": expected paths or path_hash_prefixes, found both");
        }
    }

    static DelegatedRole read(Object json) {
        JsonFields fields = JsonFields.of("delegations.roles", json);
        String name = fields.text("name");
        Role role = new Role(fields.texts("keyids"), fields.threshold("threshold"), Map.of());
        boolean terminating = fields.flag("terminating");
        if (!fields.has("paths") && !fields.has("path_hash_prefixes")) {
            throw JsonFields.refuse("delegations.roles." + name + ": expected paths or path_hash_prefixes, found none");
        }
        List<String> paths = fields.has("paths") ? fields.texts("paths") : List.of();
        List<String> prefixes = fields.has("path_hash_prefixes") ? fields.texts("path_hash_prefixes") : List.of();
        return new DelegatedRole(name, role, terminating, paths, prefixes, fields.rest());
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>(unrecognized);
        json.putAll(role.toJson());
        json.put("name", name);
        json.put("terminating", terminating);
        if (pathHashPrefixes.isEmpty()) {
            json.put("paths", paths);
        } else {
            json.put("path_hash_prefixes", pathHashPrefixes);
        }
        return json;
    }

    boolean covers(String path) {
        if (!pathHashPrefixes.isEmpty()) {
            String digest = Sha256.hex(path.getBytes(StandardCharsets.UTF_8));
            return pathHashPrefixes.stream().anyMatch(digest::startsWith);
        }
        return paths.stream().anyMatch(pattern -> PathPattern.matches(pattern, path));
    }
}
