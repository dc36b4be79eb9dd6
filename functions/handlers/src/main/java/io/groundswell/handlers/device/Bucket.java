package io.groundswell.handlers.device;

import java.util.Optional;

/** The artifact bucket as far as devices and their CA need it. */
interface Bucket {

    /**
     * An object.
     *
     * @param bytes its content; empty when it is larger than was asked for
     */
    record Found(long size, Optional<byte[]> bytes) {
    }

    /** The object with at most {@code most} bytes of content; empty when there is none. */
    Optional<Found> find(String key, int most);

    boolean exists(String key);

    /** Whether the object was stored; an object that is there already stays. */
    boolean putIfAbsent(String key, byte[] bytes);

    void put(String key, byte[] bytes);

    /** A URL from which anybody can read the object for a while. */
    String presigned(String key);
}
