package io.groundswell.handlers.aws;

import io.groundswell.domain.artifact.Artifact;
import io.groundswell.domain.name.Names;

/** Every key format of the bucket; parts are names (R2) or made by the product. */
public final class ObjectKeys {

    private static final String TUF = "tuf/";

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
}
