package io.groundswell.local.stepfunctions.execution;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The events of a step while it is worked out. */
final class Draft {

    /** The history has room for one more event, the one that says so. */
    static final class HistoryFull extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private final Instant now;
    private final int limit;
    private final List<HistoryEvent> events = new ArrayList<>();
    private long nextId;
    private long previousId;
    private Invocation invocation;

    Draft(Instant now, int limit, long nextId, long previousId) {
        this.now = now;
        this.limit = limit;
        this.nextId = nextId;
        this.previousId = previousId;
    }

    Instant now() {
        return now;
    }

    long nextId() {
        return nextId;
    }

    long lastId() {
        return previousId;
    }

    /** Adds an event that follows the one before it. */
    long add(String type, Map<String, Object> details) {
        if (nextId >= limit) {
            throw new HistoryFull();
        }
        return append(type, previousId, details);
    }

    /** Adds the event that ends the execution, which always finds room. */
    void addLast(String type, long previous, Map<String, Object> details) {
        append(type, previous, details);
    }

    /** Makes the next event point to nothing, as the first state's does. */
    void detach() {
        previousId = 0;
    }

    void invoke(Invocation wanted) {
        invocation = wanted;
    }

    Step step(Progress progress) {
        return new Step(events, progress, Optional.ofNullable(invocation));
    }

    /** The step that fails the execution because its history is full; what was to be invoked is not. */
    Step full() {
        StateFailure failure = StateFailure.of(StateFailure.RUNTIME,
                "The execution reached the maximum number of history events (" + limit + ").");
        addLast("ExecutionFailed", previousId, failure.eventDetails());
        return new Step(events, new Progress.Closed(ExecutionStatus.FAILED, now, Optional.empty(),
                failure.error(), failure.cause()), Optional.empty());
    }

    private long append(String type, long previous, Map<String, Object> details) {
        long id = nextId++;
        events.add(new HistoryEvent(id, previous, now, type, new LinkedHashMap<>(details)));
        previousId = id;
        return id;
    }
}
