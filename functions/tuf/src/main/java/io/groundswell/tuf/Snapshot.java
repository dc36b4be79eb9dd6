package io.groundswell.tuf;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** One consistent set of versions of the targets roles; keys of {@code meta} are file names such as {@code targets.json}. */
public record Snapshot(long version, Instant expires, Map<String, MetaFile> meta, Map<String, Object> unrecognized)
        implements Signed {

    /** The value of {@code _type}, and the role's name. */
    public static final String TYPE = "snapshot";

    /** Copies the maps. */
    public Snapshot {
        meta = Collections.unmodifiableMap(new LinkedHashMap<>(meta));
        unrecognized = Collections.unmodifiableMap(new LinkedHashMap<>(unrecognized));
    }

    @Override
    public String type() {
        return TYPE;
    }

    /** What is promised about a targets role. */
    public Optional<MetaFile> role(String name) {
        return Optional.ofNullable(meta.get(name + ".json"));
    }

    @Override
    public Map<String, Object> toJson() {
        Map<String, Object> json = Signed.commonJson(this, unrecognized);
        Map<String, Object> metaJson = new LinkedHashMap<>();
        meta.forEach((file, promise) -> metaJson.put(file, promise.toJson()));
        json.put("meta", metaJson);
        return json;
    }

    static Snapshot read(JsonFields fields) {
        Map<String, MetaFile> meta = new LinkedHashMap<>();
        String where = fields.at("meta");
        long version = fields.atLeast("version", 1);
        Instant expires = fields.expires("expires");
        fields.members("meta").forEach((file, json) ->
                meta.put(file, MetaFile.read(JsonFields.of(where + "." + file, json))));
        return new Snapshot(version, expires, meta, fields.rest());
    }
}
