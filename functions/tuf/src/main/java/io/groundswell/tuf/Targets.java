package io.groundswell.tuf;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Targets by path and delegations to other targets roles; the top-level role and delegated ones have one form. */
public record Targets(long version, Instant expires, Map<String, TargetFile> targets,
        Optional<Delegations> delegations, Map<String, Object> unrecognized) implements Signed {

    /** The value of {@code _type}, and the top-level role's name. */
    public static final String TYPE = "targets";

    /** Copies the maps. */
    public Targets {
        targets = Collections.unmodifiableMap(new LinkedHashMap<>(targets));
        unrecognized = Collections.unmodifiableMap(new LinkedHashMap<>(unrecognized));
    }

    /** A role without delegations. */
    public static Targets of(long version, Instant expires, Map<String, TargetFile> targets) {
        return new Targets(version, expires, targets, Optional.empty(), Map.of());
    }

    @Override
    public String type() {
        return TYPE;
    }

    /** The delegated roles to ask about a path, in order, cut off after the first terminating one. */
    public List<DelegatedRole> delegatesFor(String path) {
        List<DelegatedRole> covering = delegations.map(Delegations::roles).orElse(List.of()).stream()
                .filter(role -> role.covers(path)).toList();
        for (int i = 0; i < covering.size(); i++) {
            if (covering.get(i).terminating()) {
                return covering.subList(0, i + 1);
            }
        }
        return covering;
    }

    @Override
    public Map<String, Object> toJson() {
        Map<String, Object> json = Signed.commonJson(this, unrecognized);
        Map<String, Object> targetsJson = new LinkedHashMap<>();
        targets.forEach((path, file) -> targetsJson.put(path, file.toJson()));
        json.put("targets", targetsJson);
        delegations.ifPresent(d -> json.put("delegations", d.toJson()));
        return json;
    }

    static Targets read(JsonFields fields) {
        long version = fields.atLeast("version", 1);
        Instant expires = fields.expires("expires");
        Map<String, TargetFile> targets = new LinkedHashMap<>();
        fields.members("targets").forEach((path, json) ->
                targets.put(path, TargetFile.read(JsonFields.of("targets." + path, json))));
        Optional<Delegations> delegations = fields.has("delegations")
                ? Optional.of(Delegations.read(fields.object("delegations"))) : Optional.empty();
        return new Targets(version, expires, targets, delegations, fields.rest());
    }
}
