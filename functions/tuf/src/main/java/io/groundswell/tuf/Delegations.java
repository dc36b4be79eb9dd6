package io.groundswell.tuf;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The roles that a targets role delegates to, in order of priority, and their keys. */
public record Delegations(Map<String, Key> keys, List<DelegatedRole> roles, Map<String, Object> unrecognized) {

    /** Copies the collections; a role is delegated to once. */
    public Delegations {
        keys = Collections.unmodifiableMap(new LinkedHashMap<>(keys));
        roles = List.copyOf(roles);
        unrecognized = Collections.unmodifiableMap(new LinkedHashMap<>(unrecognized));
        Set<String> names = new HashSet<>();
        for (DelegatedRole role : roles) {
            if (!names.add(role.name())) {
                throw JsonFields.refuse("delegations.roles: \"" + role.name() + "\" is there twice");
            }
        }
    }

    /** The delegation to a role, if there is one. */
    public Optional<DelegatedRole> role(String name) {
        return roles.stream().filter(role -> role.name().equals(name)).findFirst();
    }

    /** Refuses metadata that is not signed by the threshold of keys that this delegation asks for. */
    public void requireSigned(String roleName, Metadata<Targets> metadata) {
        DelegatedRole delegated = role(roleName).orElseThrow(() -> new MetadataRefused(
                MetadataRefused.Reason.UNSIGNED, "nobody delegates to the role " + roleName));
        delegated.role().requireSigned(roleName, metadata, keys);
    }

    /** Whether the key may sign for the delegated role, whatever id it has there. */
    public boolean grants(String roleName, Key key) {
        return role(roleName).map(r -> r.role().identities(keys).contains(key.identity())).orElse(false);
    }

    static Delegations read(JsonFields fields) {
        Map<String, Key> keys = Root.readKeys(fields);
        List<DelegatedRole> roles = fields.items("roles").stream().map(DelegatedRole::read).toList();
        return new Delegations(keys, roles, fields.rest());
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>(unrecognized);
        Map<String, Object> keysJson = new LinkedHashMap<>();
        keys.forEach((id, key) -> keysJson.put(id, key.toJson()));
        json.put("keys", keysJson);
        json.put("roles", roles.stream().map(DelegatedRole::toJson).toList());
        return json;
    }
}
