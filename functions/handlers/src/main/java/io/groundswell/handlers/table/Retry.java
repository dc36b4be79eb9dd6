package io.groundswell.handlers.table;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Reads and decides again when a conditional write lost its race. */
public final class Retry {

    private static final int ATTEMPTS = 12;
    private static final long FIRST_PAUSE_NANOS = 2_000_000;
    private static final long LONGEST_PAUSE_NANOS = 200_000_000;

    private Retry() {
    }

    /** The result of the first attempt that does not conflict; the last conflict is thrown. */
    public static <T> T onConflict(Supplier<T> attempt) {
        for (int i = 1; ; i++) {
            try {
                return attempt.get();
            } catch (WriteConflict conflict) {
                if (i == ATTEMPTS) {
                    throw conflict;
                }
                conflict.pauseAfter(i);
            }
        }
    }

    /** Waits a random part of an exponentially growing time, so that competitors do not meet again. */
    public static void pause(int attempt) {
        long most = Math.min(FIRST_PAUSE_NANOS << Math.min(attempt, 10), LONGEST_PAUSE_NANOS);
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(most));
    }
}
