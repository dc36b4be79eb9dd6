package io.groundswell.local.stepfunctions.execution;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An error that a state ended with.
 *
 * <p>A missed heartbeat is reported as {@code States.Timeout} and can be matched under that name and
 * {@code States.HeartbeatTimeout}.
 */
record StateFailure(Optional<String> error, Optional<String> cause, boolean missedHeartbeat) {

    static final String TIMEOUT = "States.Timeout";
    static final String RUNTIME = "States.Runtime";
    static final String DATA_LIMIT = "States.DataLimitExceeded";
    static final String QUERY = "States.QueryEvaluationError";

    private static final int MAX_CAUSE = 32_768;

    StateFailure {
        cause = cause.map(text -> text.length() > MAX_CAUSE ? text.substring(0, MAX_CAUSE) : text);
    }

    static StateFailure of(String error, String cause) {
        return new StateFailure(Optional.of(error), Optional.of(cause), false);
    }

    static StateFailure timeout(boolean missedHeartbeat) {
        return new StateFailure(Optional.of(TIMEOUT), Optional.empty(), missedHeartbeat);
    }

    /**
     * Whether a retrier or catcher that names these errors applies. {@code States.Runtime} is never matched,
     * {@code States.DataLimitExceeded} only by its own name, and {@code States.TaskFailed} is any error but a timeout.
     */
    boolean matches(List<String> errorEquals) {
        String name = error.orElse("");
        if (name.equals(RUNTIME)) {
            return false;
        }
        if (errorEquals.contains(name) || missedHeartbeat && errorEquals.contains("States.HeartbeatTimeout")) {
            return true;
        }
        if (name.equals(DATA_LIMIT)) {
            return false;
        }
        return errorEquals.contains("States.ALL") || errorEquals.contains("States.TaskFailed") && !name.equals(TIMEOUT);
    }

    /** The value of {@code $states.errorOutput}. */
    Map<String, Object> errorOutput() {
        return details("Error", "Cause");
    }

    /** The error and cause that a history event carries. */
    Map<String, Object> eventDetails() {
        return details("error", "cause");
    }

    private Map<String, Object> details(String errorName, String causeName) {
        Map<String, Object> details = new LinkedHashMap<>();
        error.ifPresent(text -> details.put(errorName, text));
        cause.ifPresent(text -> details.put(causeName, text));
        return details;
    }
}
