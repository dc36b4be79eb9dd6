package io.groundswell.agent;

import io.groundswell.agent.disk.DiskChange;
import io.groundswell.agent.disk.DiskWatch;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;

/** A disk that lets some changes through and then fails in one way or the other; waiting for it is left out. */
public final class Tripwire implements DiskWatch {

    /** Nothing reaches the disk any more, whatever is tried. */
    public static final class PowerFailure extends Error {

        private static final long serialVersionUID = 1L;
    }

    private static final Set<DiskChange> NEEDS_SPACE =
            EnumSet.of(DiskChange.CREATE, DiskChange.WRITE, DiskChange.LINK, DiskChange.MAKE_DIRECTORY);

    private enum Failure { NONE, POWER, SPACE }

    private final Failure failure;
    private final int changesLeft;
    private final int failures;
    private final Path where;
    private int changes;
    private int spaceFailures;

    private Tripwire(Failure failure, int changesLeft, int failures, Path where) {
        this.failure = failure;
        this.changesLeft = changesLeft;
        this.failures = failures;
        this.where = where;
    }

    private Tripwire(Failure failure, int changesLeft, int failures) {
        this(failure, changesLeft, failures, Path.of("/"));
    }

    public static Tripwire never() {
        return new Tripwire(Failure.NONE, 0, 0);
    }

    /** The power fails instead of the change after so many. */
    public static Tripwire powerFailure(int changesLeft) {
        return new Tripwire(Failure.POWER, changesLeft, 0);
    }

    /** So many changes find the disk full, from the change that needs space and comes after so many of its kind. */
    public static Tripwire diskFull(int changesLeft, int failures) {
        return new Tripwire(Failure.SPACE, changesLeft, failures);
    }

    /** A file system below a directory is full for good, another one is not. */
    public static Tripwire fullBelow(Path directory) {
        return new Tripwire(Failure.SPACE, 0, Integer.MAX_VALUE, directory);
    }

    public boolean isTripped() {
        return failure == Failure.POWER ? changes > changesLeft : spaceFailures > 0;
    }

    /** Power fails around programs, too. */
    void beforeProgram() {
        if (failure == Failure.POWER && changes++ >= changesLeft) {
            throw new PowerFailure();
        }
    }

    @Override
    public void before(DiskChange change, Path path) throws IOException {
        switch (failure) {
            case NONE -> { }
            case POWER -> {
                if (changes++ >= changesLeft) {
                    throw new PowerFailure();
                }
            }
            case SPACE -> {
                if (NEEDS_SPACE.contains(change) && path.startsWith(where) && changes++ >= changesLeft && spaceFailures < failures) {
                    spaceFailures++;
                    throw new IOException("No space left on device");
                }
            }
        }
    }

    @Override
    public void force(FileChannel channel) {
        // The power failure is in the mind of this object; the machine's own disk need not be waited for.
    }
}
