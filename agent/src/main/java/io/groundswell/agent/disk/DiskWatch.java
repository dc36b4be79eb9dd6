package io.groundswell.agent.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Sees every single change to the disk before it takes place, and may prevent it: a full disk, a power failure. */
public interface DiskWatch {

    /** The watch of a device in use: it prevents nothing. */
    DiskWatch NONE = (change, path) -> { };

    /** @throws IOException if the change does not take place */
    void before(DiskChange change, Path path) throws IOException;

    /** Waits until a file or directory is on the disk. */
    default void force(FileChannel channel) throws IOException {
        channel.force(true);
    }
}
