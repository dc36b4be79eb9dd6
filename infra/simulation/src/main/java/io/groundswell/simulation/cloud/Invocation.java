package io.groundswell.simulation.cloud;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** One run of a function, while it lasts. */
public final class Invocation {

    private final String function;
    private final int container;
    private final int depth;
    private final long firstStep;
    private final boolean slow;
    private final Optional<Runnable> again;
    private final Map<String, Object> notes = new HashMap<>();
    private boolean disturbed;

    /**
     * An invocation that begins.
     *
     * @param slow whether most of its calls take long
     * @param again runs the same event in another environment, as the platform does when it believes this one dead
     */
    Invocation(String function, int container, int depth, long firstStep, boolean slow, Optional<Runnable> again) {
        this.function = function;
        this.container = container;
        this.depth = depth;
        this.firstStep = firstStep;
        this.slow = slow;
        this.again = again;
    }

    boolean isSlow() {
        return slow;
    }

    Optional<Runnable> again() {
        return again;
    }

    public String function() {
        return function;
    }

    public int depth() {
        return depth;
    }

    /** How many changes the tables had seen when it began. */
    public long firstStep() {
        return firstStep;
    }

    /** What an observer remembers of this invocation. */
    public Map<String, Object> notes() {
        return notes;
    }

    /** Whether a service let it down. */
    public boolean wasDisturbed() {
        return disturbed;
    }

    void disturb() {
        disturbed = true;
    }

    @Override
    public String toString() {
        return function + "/" + container;
    }
}
