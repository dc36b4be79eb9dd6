package io.groundswell.simulation.cloud;

/** The process of a function ended in the middle of an invocation; nothing in the function can catch that. */
final class ContainerDied extends Error {

    private static final long serialVersionUID = 1L;

    ContainerDied() {
        super("the process of the function ended", null, false, false);
    }
}
