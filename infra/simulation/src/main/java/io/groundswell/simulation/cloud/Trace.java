package io.groundswell.simulation.cloud;

import java.time.Instant;
import java.util.function.Supplier;

/** Hears what happens in a run, step by step. */
public interface Trace {

    /** Hears nothing, and costs nothing. */
    Trace SILENT = (at, depth, line) -> { };

    /** @param depth how many invocations are under way */
    void line(Instant at, int depth, Supplier<String> line);
}
