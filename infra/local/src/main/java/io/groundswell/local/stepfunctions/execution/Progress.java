package io.groundswell.local.stepfunctions.execution;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where an execution stands. */
sealed interface Progress {

    /**
     * It is in a state.
     *
     * @param enteredEventId the event of entering it, which causes name
     * @param input the state's input
     * @param retries how often each retrier was used
     * @param retryCount their sum
     * @param lastEventId what the next event points back to
     */
    record Running(String state, long enteredEventId, Instant enteredAt, Object input, Map<String, Object> variables,
            List<Integer> retries, int retryCount, long lastEventId, Activity activity) implements Progress {

        public Running {
            variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
            retries = List.copyOf(retries);
        }

        Running with(Activity next, long lastEvent) {
            return new Running(state, enteredEventId, enteredAt, input, variables, retries, retryCount, lastEvent,
                    next);
        }

        /** The same state, one use of a retrier later. */
        Running retrying(int retrier, Instant until, long lastEvent) {
            List<Integer> counts = new ArrayList<>(retries);
            counts.set(retrier, counts.get(retrier) + 1);
            return new Running(state, enteredEventId, enteredAt, input, variables, counts, retryCount + 1, lastEvent,
                    new Activity.BackingOff(until));
        }
    }

    /** It has ended; a timed-out execution names neither error nor cause. */
    record Closed(ExecutionStatus status, Instant stoppedAt, Optional<String> output, Optional<String> error,
            Optional<String> cause) implements Progress {
    }
}
