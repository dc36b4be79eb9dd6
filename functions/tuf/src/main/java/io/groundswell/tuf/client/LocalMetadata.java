package io.groundswell.tuf.client;

import java.util.Optional;

/** A client's trusted metadata between updates: one current file per role, byte for byte. */
public interface LocalMetadata {

    /** The stored bytes of a role. */
    Optional<byte[]> read(String role);

    /** Replaces a role's bytes, all or nothing. */
    void write(String role, byte[] bytes);

    /** Forgets a role; forgetting an absent one is fine. */
    void delete(String role);
}
