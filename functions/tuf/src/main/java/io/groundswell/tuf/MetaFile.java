package io.groundswell.tuf;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What one role's metadata promises about another's: its version and, optionally, its length and hashes. */
public record MetaFile(long version, OptionalLong length, Optional<Hashes> hashes,
        Map<String, Object> unrecognized) {

    /** Copies the unrecognized fields. */
    public MetaFile {
        unrecognized = Collections.unmodifiableMap(new LinkedHashMap<>(unrecognized));
    }

    /** The full promise about metadata that was just built. */
    public static MetaFile of(Metadata<?> metadata) {
        byte[] bytes = metadata.bytes();
        return new MetaFile(metadata.signed().version(), OptionalLong.of(bytes.length),
                Optional.of(Hashes.ofSha256(bytes)), Map.of());
    }

    static MetaFile read(JsonFields fields) {
        long version = fields.atLeast("version", 1);
        OptionalLong length = fields.has("length") ? OptionalLong.of(fields.atLeast("length", 1)) : OptionalLong.empty();
        Optional<Hashes> hashes = fields.has("hashes")
                ? Optional.of(new Hashes(fields.hashes("hashes"))) : Optional.empty();
        return new MetaFile(version, length, hashes, fields.rest());
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>(unrecognized);
        json.put("version", version);
        length.ifPresent(n -> json.put("length", n));
        hashes.ifPresent(h -> json.put("hashes", h.toJson()));
        return json;
    }

    boolean matches(byte[] bytes) {
        return (length.isEmpty() || length.getAsLong() == bytes.length)
                && (hashes.isEmpty() || hashes.get().match(bytes));
    }

    void requireMatch(String role, byte[] bytes) {
        if (!matches(bytes)) {
            throw new MetadataRefused(MetadataRefused.Reason.MISMATCH, "the bytes of " + role
                    + " are not the ones promised for version " + version + ": length or hash differs");
        }
    }
}
