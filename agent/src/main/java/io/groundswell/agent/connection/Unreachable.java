package io.groundswell.agent.connection;

/** No usable answer: transport, deadline, 5xx, throttling, or an answer that makes no sense. Try again later. */
public final class Unreachable extends CallFailed {

    private static final long serialVersionUID = 1L;

    public Unreachable(String message) {
        super(message, null);
    }

    public Unreachable(String message, Throwable cause) {
        super(message, cause);
    }
}
