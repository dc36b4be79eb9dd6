package io.groundswell.tuf.repository;

import java.util.Optional;

/** Where a fleet's metadata files are kept: an object store with conditional writes. */
public interface MetadataStore {

    /** A file as it was read: its bytes and the tag that a conditional replacement names. */
    record Stored(byte[] bytes, String etag) {

        /** Copies the bytes. */
        public Stored {
            bytes = bytes.clone();
        }

        @Override
        public byte[] bytes() {
            return bytes.clone();
        }
    }

    /** The newest content of a file, read consistently. */
    Optional<Stored> read(String name);

    /**
     * Creates a file ({@code If-None-Match: *}).
     *
     * @return false if there is one already, which is left as it is
     */
    boolean createIfAbsent(String name, byte[] bytes);

    /**
     * Replaces a file that still has this tag ({@code If-Match}).
     *
     * @param etag the tag that was read, or null if the file must not exist
     * @return false if the file has another tag, which is left as it is
     */
    boolean replace(String name, byte[] bytes, String etag);
}
