package io.groundswell.tuf;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The trust anchor: the keys and thresholds of the four top-level roles. */
public record Root(long version, Instant expires, boolean consistentSnapshot, Map<String, Key> keys,
        Map<String, Role> roles, Map<String, Object> unrecognized) implements Signed {

    /** The value of {@code _type}, and the role's name. */
    public static final String TYPE = "root";

    /** The roles that every root names. */
    public static final List<String> TOP_LEVEL = List.of(TYPE, Targets.TYPE, Snapshot.TYPE, Timestamp.TYPE);

    /** Copies the maps; each top-level role is present. */
    public Root {
        keys = Collections.unmodifiableMap(new LinkedHashMap<>(keys));
        roles = Collections.unmodifiableMap(new LinkedHashMap<>(roles));
        unrecognized = Collections.unmodifiableMap(new LinkedHashMap<>(unrecognized));
        for (String name : TOP_LEVEL) {
            if (!roles.containsKey(name)) {
                throw JsonFields.refuse("root.roles: the role " + name + " is missing");
            }
        }
    }

    @Override
    public String type() {
        return TYPE;
    }

    /** The keys and threshold of a top-level role. */
    public Role role(String name) {
        Role role = roles.get(name);
        if (role == null) {
            throw new IllegalArgumentException("root names no role " + name);
        }
        return role;
    }

    /** Refuses metadata that is not signed by the threshold of keys this root asks for. */
    public void requireSigned(String roleName, Metadata<?> metadata) {
        role(roleName).requireSigned(roleName, metadata, keys);
    }

    /** Whether the key may sign for the role, whatever id it has there. */
    public boolean grants(String roleName, Key key) {
        return identities(roleName).contains(key.identity());
    }

    Set<String> identities(String roleName) {
        return role(roleName).identities(keys);
    }

    @Override
    public Map<String, Object> toJson() {
        Map<String, Object> json = Signed.commonJson(this, unrecognized);
        json.put("consistent_snapshot", consistentSnapshot);
        Map<String, Object> keysJson = new LinkedHashMap<>();
        keys.forEach((id, key) -> keysJson.put(id, key.toJson()));
        json.put("keys", keysJson);
        Map<String, Object> rolesJson = new LinkedHashMap<>();
        roles.forEach((name, role) -> rolesJson.put(name, role.toJson()));
        json.put("roles", rolesJson);
        return json;
    }

    static Root read(JsonFields fields) {
        return new Root(fields.atLeast("version", 1), fields.expires("expires"),
                fields.flagOr("consistent_snapshot", false), readKeys(fields), readRoles(fields), fields.rest());
    }

    static Map<String, Key> readKeys(JsonFields fields) {
        Map<String, Key> keys = new LinkedHashMap<>();
        fields.members("keys").forEach((id, json) -> keys.put(id, Key.fromJson(id, JsonFields.of("key", json).rest())));
        return keys;
    }

    private static Map<String, Role> readRoles(JsonFields fields) {
        Map<String, Role> roles = new LinkedHashMap<>();
        String where = fields.at("roles");
        fields.members("roles").forEach((name, json) ->
                roles.put(name, Role.read(JsonFields.of(where + "." + name, json))));
        return roles;
    }
}
