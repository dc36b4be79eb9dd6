package io.groundswell.local.stepfunctions.cases;

import java.util.Optional;

/** How one invocation of a task ends. */
public sealed interface Answer {

    /** The function returns this payload; for a task without a token. */
    record Return(Object payload) implements Answer {
    }

    /** The function, or Lambda itself, fails with this error. */
    record Throw(String error, String cause) implements Answer {
    }

    /** The function returns and the token comes back with this output. */
    record TaskSuccess(Object output) implements Answer {
    }

    /** The function returns and the token comes back with this error. */
    record TaskFailure(Optional<String> error, Optional<String> cause) implements Answer {
    }

    /** Nothing comes back until the task's time is over. */
    record Timeout() implements Answer {
    }
}
