package io.groundswell.local.stepfunctions.execution;

import java.time.Instant;
import java.util.Optional;

/**
 * An execution as it stood at one moment.
 *
 * @param sequence grows with every start; lists are ordered by it
 * @param output only of a succeeded execution
 */
public record ExecutionSnapshot(Opening opening, long sequence, ExecutionStatus status, Optional<Instant> stoppedAt,
        Optional<String> output, Optional<String> error, Optional<String> cause, int events) {

    /** As it was when it started. */
    static ExecutionSnapshot started(Opening opening, long sequence) {
        return new ExecutionSnapshot(opening, sequence, ExecutionStatus.RUNNING, Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty(), 1);
    }

    static ExecutionSnapshot of(Opening opening, long sequence, Progress progress, int events) {
        return switch (progress) {
            case Progress.Running running -> new ExecutionSnapshot(opening, sequence, ExecutionStatus.RUNNING,
                    Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), events);
            case Progress.Closed closed -> new ExecutionSnapshot(opening, sequence, closed.status(),
                    Optional.of(closed.stoppedAt()), closed.output(), closed.error(), closed.cause(), events);
        };
    }
}
