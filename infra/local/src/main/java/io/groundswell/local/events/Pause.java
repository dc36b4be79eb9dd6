package io.groundswell.local.events;

import java.time.Duration;

/** Waits between attempts. */
@FunctionalInterface
interface Pause {

    /** Waits, or returns false at once when there is to be no further attempt because everything is shutting down. */
    boolean pause(Duration duration);
}
