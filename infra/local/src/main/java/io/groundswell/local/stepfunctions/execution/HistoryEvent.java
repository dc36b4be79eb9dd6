package io.groundswell.local.stepfunctions.execution;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One event of an execution's history.
 *
 * @param id from 1, without gaps
 * @param previousEventId the event that led to this one, 0 for none
 * @param type the service's name, such as {@code TaskScheduled}
 * @param details the members of the type's details object, empty if it has none
 */
public record HistoryEvent(long id, long previousEventId, Instant at, String type, Map<String, Object> details) {

    public HistoryEvent {
        details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    }

    /** The name of the details object on the wire. */
    public String detailsName() {
        if (type.endsWith("StateEntered")) {
            return "stateEnteredEventDetails";
        }
        if (type.endsWith("StateExited")) {
            return "stateExitedEventDetails";
        }
        return Character.toLowerCase(type.charAt(0)) + type.substring(1) + "EventDetails";
    }
}
