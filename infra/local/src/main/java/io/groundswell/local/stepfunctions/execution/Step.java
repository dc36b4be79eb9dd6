package io.groundswell.local.stepfunctions.execution;

import java.util.List;
import java.util.Optional;

/** One move of an execution: what is added to its history, where it stands then, and what is to be invoked. */
record Step(List<HistoryEvent> events, Progress progress, Optional<Invocation> invocation) {

    Step {
        events = List.copyOf(events);
    }
}
