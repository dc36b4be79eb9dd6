package io.groundswell.domain.error;

/** A refusal that the caller can act on; the message is shown to the caller as it is. */
public abstract sealed class RequestError extends RuntimeException
        permits InvalidRequest, Unauthenticated, Forbidden, NotFound, Conflict {

    private static final long serialVersionUID = 1L;

    RequestError(String message) {
        super(message);
    }

    /** The HTTP status of this kind of refusal. */
    public abstract int status();
}
