package io.groundswell.domain.rollout;

import java.util.Map;

/** What became of a request to change a rollout. */
public sealed interface Transition {

    /** The rollout as it is, or as it will be. */
    Rollout rollout();

    /**
     * The rollout changes; the change and this event are one write.
     *
     * @param event type of the audit event
     * @param data its facts: text, integers, booleans
     */
    record Changed(Rollout rollout, String event, Map<String, Object> data) implements Transition {

        public Changed {
            data = Map.copyOf(data);
        }
    }

    /** The request already took effect: same result, no second event (R25). */
    record Unchanged(Rollout rollout) implements Transition {
    }
}
