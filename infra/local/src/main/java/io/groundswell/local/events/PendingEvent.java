package io.groundswell.local.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.UUID;

/**
 * An event on its way to a function.
 *
 * @param event the event's JSON text
 * @param failures attempts that failed
 * @param due when it is tried next
 */
record PendingEvent(UUID id, Instant sentAt, String function, String event, int failures, Instant due) {

    private static final String ID = "id";
    private static final String SENT_AT = "sentAt";
    private static final String FUNCTION = "function";
    private static final String EVENT = "event";
    private static final String FAILURES = "failures";
    private static final String DUE = "due";

    static PendingEvent sent(String function, String event, Instant now) {
        return new PendingEvent(UUID.randomUUID(), now, function, event, 0, now);
    }

    /** The same event after one more failure. */
    PendingEvent failed(Instant next) {
        return new PendingEvent(id, sentAt, function, event, failures + 1, next);
    }

    ObjectNode json() {
        return JsonNodeFactory.instance.objectNode().put(ID, id.toString()).put(SENT_AT, sentAt.toString()).put(FUNCTION, function)
                .put(EVENT, event).put(FAILURES, failures).put(DUE, due.toString());
    }

    static PendingEvent of(JsonNode json) {
        return new PendingEvent(UUID.fromString(json.required(ID).textValue()), Instant.parse(json.required(SENT_AT).textValue()),
                json.required(FUNCTION).textValue(), json.required(EVENT).textValue(), json.required(FAILURES).intValue(),
                Instant.parse(json.required(DUE).textValue()));
    }
}
