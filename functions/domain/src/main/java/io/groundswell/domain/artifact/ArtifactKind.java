package io.groundswell.domain.artifact;

import io.groundswell.domain.error.InvalidRequest;
import io.groundswell.domain.name.Names;

/** What an artifact is, which decides how a device applies it (R1). */
public enum ArtifactKind {
    MODEL("model"), CONTAINER("container"), CONFIG("config");

    private final String word;

    ArtifactKind(String word) {
        this.word = word;
    }

    /** The word in JSON, tables and TUF metadata. */
    public String word() {
        return word;
    }

    public static ArtifactKind parse(String word) {
        for (ArtifactKind kind : values()) {
            if (kind.word.equals(word)) {
                return kind;
            }
        }
        if ("os".equals(word)) {
            throw new InvalidRequest("kind must be model, container or config, found \"os\": "
                    + "operating-system bundles take the OS update path");
        }
        throw new InvalidRequest("kind must be model, container or config, found " + Names.shown(word));
    }
}
