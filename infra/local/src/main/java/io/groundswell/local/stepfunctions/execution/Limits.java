package io.groundswell.local.stepfunctions.execution;

import java.time.Duration;

/**
 * The service's quotas.
 *
 * @param historyEvents events of one execution; the last one records the failure
 * @param payloadBytes input, output, arguments or result of a state, in UTF-8
 * @param openExecutions executions that run at once
 * @param longestExecution how long one execution may run
 * @param retention how long a closed execution can be described, and its name stays taken
 */
public record Limits(int historyEvents, int payloadBytes, int openExecutions, Duration longestExecution,
        Duration retention) {

    /** What AWS grants a Standard workflow. */
    public static final Limits AWS =
            new Limits(25_000, 262_144, 1_000_000, Duration.ofDays(365), Duration.ofDays(90));
}
