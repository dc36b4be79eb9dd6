package io.groundswell.tuf;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** What signed metadata says about one target: exact length, hashes, and the application's {@code custom} facts. */
public record TargetFile(long length, Hashes hashes, Map<String, Object> custom, Map<String, Object> unrecognized) {

    private static final int CHUNK = 1 << 16;

    /** Copies the maps; a length is 0 or more. */
    public TargetFile {
        if (length < 0) {
            throw new InvalidInput("a target's length is 0 or more, found " + length);
        }
        Objects.requireNonNull(hashes, "hashes");
        custom = Collections.unmodifiableMap(new LinkedHashMap<>(custom));
        unrecognized = Collections.unmodifiableMap(new LinkedHashMap<>(unrecognized));
    }

    /** A target known by its SHA-256 alone. */
    public static TargetFile of(long length, String sha256, Map<String, Object> custom) {
        return new TargetFile(length, new Hashes(Map.of("sha256", sha256)), custom, Map.of());
    }

    static TargetFile read(JsonFields fields) {
        long length = fields.atLeast("length", 0);
        Hashes hashes = new Hashes(fields.hashes("hashes"));
        Map<String, Object> custom = fields.has("custom") ? fields.members("custom") : Map.of();
        return new TargetFile(length, hashes, custom, fields.rest());
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>(unrecognized);
        json.put("length", length);
        json.put("hashes", hashes.toJson());
        if (!custom.isEmpty()) {
            json.put("custom", custom);
        }
        return json;
    }

    /**
     * Copies exactly the promised bytes and refuses others.
     *
     * <p>Reads at most one byte past the promised length. Until this returns, nothing that reached the sink may be
     * trusted.
     *
     * @throws MetadataRefused if the source is longer or shorter than promised, or hashes to something else
     */
    public void copyVerified(InputStream source, OutputStream sink) throws IOException {
        Hashes.Digester digester = hashes.digester();
        byte[] buffer = new byte[CHUNK];
        long seen = 0;
        for (int n = source.read(buffer); n >= 0; n = source.read(buffer)) {
            seen += n;
            if (seen > length) {
                throw mismatch("is longer than the " + length + " bytes that the metadata promises");
            }
            digester.update(buffer, 0, n);
            sink.write(buffer, 0, n);
        }
        if (seen != length) {
            throw mismatch("has " + seen + " bytes, the metadata promises " + length);
        }
        if (!digester.matches()) {
            throw mismatch("does not have the hash that the metadata promises");
        }
    }

    private static MetadataRefused mismatch(String what) {
        return new MetadataRefused(MetadataRefused.Reason.MISMATCH, "the target " + what);
    }
}
