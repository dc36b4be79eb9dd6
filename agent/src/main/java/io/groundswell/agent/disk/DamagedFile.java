package io.groundswell.agent.disk;

import java.nio.file.Path;

/** A file of the agent's own that does not hold what the agent wrote: the medium failed, or someone else wrote it. */
public final class DamagedFile extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DamagedFile(Path file, String expected, String found) {
        super(file + " is damaged: expected " + expected + ", found " + found);
    }
}
