package io.groundswell.agent.probe;

import io.groundswell.domain.probe.Probe;

/** One attempt of a probe. */
@FunctionalInterface
public interface Prober {

    /**
     * Checks once for as long as the probe's {@code timeout_s}; a check that says yes later than that is none. What it
     * started is killed after it, in time that does not count.
     *
     * @return how it went; never a probe's output (R4)
     */
    Outcome attempt(Probe probe);

    /** How one attempt went. */
    enum Outcome {
        HEALTHY,
        /** The check ran and said no. */
        UNHEALTHY,
        /** The check did not end in time. */
        TIMED_OUT,
        /** The device's own rules forbid this check, such as a binary that is not on its allowlist. */
        DENIED
    }
}
