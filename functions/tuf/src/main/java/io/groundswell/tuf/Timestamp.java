package io.groundswell.tuf;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** The freshest role: says which snapshot is current. Replacing it is what publishes everything else. */
public record Timestamp(long version, Instant expires, MetaFile snapshot, Map<String, Object> unrecognized)
        implements Signed {

    /** The value of {@code _type}, and the role's name. */
    public static final String TYPE = "timestamp";

    private static final String SNAPSHOT_FILE = "snapshot.json";

    /** Copies the unrecognized fields. */
    public Timestamp {
        Objects.requireNonNull(snapshot, "snapshot");
        unrecognized = Collections.unmodifiableMap(new LinkedHashMap<>(unrecognized));
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public Map<String, Object> toJson() {
        Map<String, Object> json = Signed.commonJson(this, unrecognized);
        json.put("meta", Map.of(SNAPSHOT_FILE, snapshot.toJson()));
        return json;
    }

    static Timestamp read(JsonFields fields) {
        return new Timestamp(fields.atLeast("version", 1), fields.expires("expires"),
                MetaFile.read(fields.object("meta").object(SNAPSHOT_FILE)), fields.rest());
    }
}
