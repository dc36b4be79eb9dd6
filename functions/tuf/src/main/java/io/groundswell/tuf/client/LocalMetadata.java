package io.groundswell.tuf.client;

import io.groundswell.tuf.MetadataRefused;
import java.util.Optional;

/** A client's trusted metadata between updates: one current file per role, byte for byte. */
public interface LocalMetadata {

    /**
     * The stored bytes of a role.
     *
     * @throws MetadataRefused if what is stored cannot be metadata; a client then goes on as if there were none
     */
    Optional<byte[]> read(String role);

    /** Replaces a role's bytes, all or nothing. */
    void write(String role, byte[] bytes);

    /** Forgets a role; forgetting an absent one is fine. */
    void delete(String role);
}
