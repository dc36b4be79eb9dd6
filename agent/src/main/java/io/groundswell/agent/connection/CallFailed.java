package io.groundswell.agent.connection;

/** A call without a good answer. */
public abstract sealed class CallFailed extends RuntimeException permits Refused, Unreachable {

    private static final long serialVersionUID = 1L;

    CallFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
