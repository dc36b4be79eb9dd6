package io.groundswell.handlers.table;

/** How a function waits before it tries again what others kept from happening. */
@FunctionalInterface
public interface Pauses {

    /**
     * Waits for a moment.
     *
     * @param attempts how many attempts failed so far, from 1
     */
    void after(int attempts);
}
