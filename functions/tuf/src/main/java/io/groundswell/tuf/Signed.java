package io.groundswell.tuf;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The part of metadata that is signed: one of the four roles' contents. */
public sealed interface Signed permits Root, Targets, Snapshot, Timestamp {

    /** The specification that metadata made here follows. */
    String SPEC_VERSION = "1.0.31";

    /** The role type as the field {@code _type} has it. */
    String type();

    /** 1 or more, rising with every change. */
    long version();

    /** From this moment on a client refuses the metadata. */
    Instant expires();

    /** The content as JSON. */
    Map<String, Object> toJson();

    /** Whether a client that started its update at this time refuses the metadata. */
    default boolean isExpiredAt(Instant now) {
        return !now.isBefore(expires());
    }

    /** The fields that every role has. */
    static Map<String, Object> commonJson(Signed signed, Map<String, Object> unrecognized) {
        Map<String, Object> json = new LinkedHashMap<>(unrecognized);
        json.put("_type", signed.type());
        json.put("spec_version", SPEC_VERSION);
        json.put("version", signed.version());
        json.put("expires", JsonFields.formatExpires(signed.expires()));
        return json;
    }

    /** Reads the content and insists on the role that the caller asked for. */
    static <T extends Signed> T read(Class<T> role, Object json) {
        JsonFields fields = JsonFields.of("signed", json);
        String type = fields.text("_type");
        requireSupported(fields.text("spec_version"));
        Signed signed = switch (type) {
            case Root.TYPE -> Root.read(fields);
            case Targets.TYPE -> Targets.read(fields);
            case Snapshot.TYPE -> Snapshot.read(fields);
            case Timestamp.TYPE -> Timestamp.read(fields);
            default -> throw JsonFields.refuse("signed._type: unknown role type \"" + type + "\"");
        };
        if (!role.isInstance(signed)) {
            throw JsonFields.refuse("signed._type: expected " + role.getSimpleName().toLowerCase(Locale.ROOT)
                    + " metadata, found " + type);
        }
        return role.cast(signed);
    }

    private static void requireSupported(String specVersion) {
        if (!specVersion.matches("1\\.[0-9]{1,6}(\\.[0-9]{1,6})?")) {
            throw JsonFields.refuse("signed.spec_version: this client follows 1.x, found \"" + specVersion + "\"");
        }
    }
}
