package io.groundswell.agent.disk;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Space that the agent keeps for itself, so that on a full disk it can still note, undo and report.
 *
 * <p>It is given up when a change that must not fail finds the disk full, and taken again when no work is in hand.
 */
public final class Reserve {

    private static final int BLOCK = 1 << 16;
    private static final int BLOCKS = 4;

    private final DurableFiles files;
    private final Path file;

    /** The reserve in a device's directory, which is taken with {@link #refill}. */
    public static Reserve in(Path directory, DurableFiles files) {
        return new Reserve(files, directory.resolve("reserve"));
    }

    /** A reserve that is taken with {@link #refill}. */
    public Reserve(DurableFiles files, Path file) {
        this.files = files;
        this.file = file;
    }

    /** A change to the disk. */
    @FunctionalInterface
    public interface Change {
        void make() throws IOException;
    }

    /** Makes a change, once more if the disk was full and the reserve could be given up for it. */
    public void run(Change change) throws IOException {
        try {
            change.make();
        } catch (IOException e) {
            if (!DiskTrouble.isFull(e) || !Files.exists(file)) {
                throw e;
            }
            files.delete(file);
            change.make();
        }
    }

    /** Takes the space again; on a disk that is still full there is none to take. */
    public void refill() throws IOException {
        if (Files.exists(file)) {
            return;
        }
        Path unfinished = file.resolveSibling(file.getFileName() + DurableFiles.UNFINISHED);
        try {
            try (OutputStream out = files.create(unfinished, DurableFiles.PRIVATE)) {
                for (int i = 0; i < BLOCKS; i++) {
                    out.write(new byte[BLOCK]);
                }
            }
            files.rename(unfinished, file);
        } catch (IOException e) {
            files.delete(unfinished);
            if (!DiskTrouble.isFull(e)) {
                throw e;
            }
        }
    }
}
