package io.groundswell.agent;

import io.groundswell.agent.connection.Assignment;
import io.groundswell.agent.update.Update;
import java.util.Optional;

/** An assignment before anything on the device has changed; a crash or trouble simply forgets it. */
record Attempt(Assignment.Apply assignment, Optional<Update> update) {

    static Attempt of(Assignment.Apply assignment) {
        return new Attempt(assignment, Optional.empty());
    }

    Attempt with(Update resolved) {
        return new Attempt(assignment, Optional.of(resolved));
    }
}
