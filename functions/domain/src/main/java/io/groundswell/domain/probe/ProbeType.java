package io.groundswell.domain.probe;

import io.groundswell.domain.error.InvalidRequest;
import io.groundswell.domain.name.Names;

/** How a device finds out whether it is healthy (R29). */
public enum ProbeType {
    /** Runs a binary of the device's own allowlist, never a shell; exit 0 is healthy. */
    EXEC("exec"),
    /** GET on a loopback URL; 2xx is healthy. */
    HTTP("http"),
    /** A file that exists and is not empty. */
    FILE("file");

    private final String word;

    ProbeType(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    public static ProbeType parse(String word) {
        for (ProbeType type : values()) {
            if (type.word.equals(word)) {
                return type;
            }
        }
        throw new InvalidRequest("probe.type must be exec, http or file, found " + Names.shown(word));
    }
}
