package io.groundswell.tuf.repository;

import io.groundswell.tuf.Key;
import java.util.Objects;

/** The public halves of a fleet's three online keys; root and targets have to name exactly these. */
public record OnlineKeys(Key publisher, Key snapshot, Key timestamp) {

    /** All three are required. */
    public OnlineKeys {
        Objects.requireNonNull(publisher, "publisher");
        Objects.requireNonNull(snapshot, "snapshot");
        Objects.requireNonNull(timestamp, "timestamp");
    }
}
