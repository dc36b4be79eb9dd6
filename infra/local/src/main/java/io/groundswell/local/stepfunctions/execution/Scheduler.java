package io.groundswell.local.stepfunctions.execution;

import java.time.Instant;

/** The clock of the engine and the threads it works on. */
public interface Scheduler extends AutoCloseable {

    /** The time now. */
    Instant now();

    /** Runs an action once, at that time or shortly after, never on the calling thread. */
    Alarm at(Instant when, Runnable action);

    /** Runs work soon, never on the calling thread; it may block. */
    void run(Runnable work);

    @Override
    void close();

    /** An action that is due later. */
    interface Alarm {

        /** Takes the action back; without effect once it has begun. */
        void cancel();
    }
}
