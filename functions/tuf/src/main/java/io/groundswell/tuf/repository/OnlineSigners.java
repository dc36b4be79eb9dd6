package io.groundswell.tuf.repository;

import io.groundswell.tuf.Signer;
import java.util.Objects;

/** A fleet's three online signers, usually keys in a key service. */
public record OnlineSigners(Signer publisher, Signer snapshot, Signer timestamp) {

    /** All three are required. */
    public OnlineSigners {
        Objects.requireNonNull(publisher, "publisher");
        Objects.requireNonNull(snapshot, "snapshot");
        Objects.requireNonNull(timestamp, "timestamp");
    }

    /** The public halves. */
    public OnlineKeys keys() {
        return new OnlineKeys(publisher.key(), snapshot.key(), timestamp.key());
    }
}
