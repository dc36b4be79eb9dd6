package io.groundswell.handlers.aws;

import io.groundswell.domain.artifact.Artifact;
import io.groundswell.domain.name.Names;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Every key format of the bucket; parts are names (R2) or made by the product. */
public final class ObjectKeys {

    private static final String TUF = "tuf/";
    /** A folder a day. */
    private static final DateTimeFormatter ANCHOR_TIME =
            DateTimeFormatter.ofPattern("uuuu/MM/dd/HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

    private ObjectKeys() {
    }

    /** A file of a fleet's TUF repository, such as {@code 1.root.json}. */
    public static String metadata(String fleet, String file) {
        return TUF + Names.require("fleet", fleet) + "/metadata/" + Names.require("metadata file", file);
    }

    /** Where an artifact's bytes lie: its target path, the file prefixed by its hash as TUF clients ask for it. */
    public static String target(String fleet, Artifact artifact) {
        return target(fleet, artifact.ref().name() + "/" + artifact.ref().version() + "/"
                + artifact.content().sha256() + "." + artifact.content().filename());
    }

    /**
     * Where the bytes of a target lie.
     *
     * @param hashedPath {@code <name>/<version>/<sha256>.<filename>}, its parts checked to be names
     */
    public static String target(String fleet, String hashedPath) {
        return TUF + Names.require("fleet", fleet) + "/targets/" + hashedPath;
    }

    /** A file of an export of a fleet's audit log. */
    public static String export(String fleet, String id, String file) {
        return "exports/" + Names.require("fleet", fleet) + "/" + Names.require("export", id) + "/"
                + Names.require("export file", file);
    }

    /** Where the heads of a fleet's chains as of this moment are anchored; in a bucket of its own. */
    public static String anchor(String fleet, Instant at) {
        return Names.require("fleet", fleet) + "/" + ANCHOR_TIME.format(at) + ".json";
    }
}
