package io.groundswell.tuf;

/** A file could not be fetched for a reason other than being absent: transport, status, stall or deadline. */
public final class FetchFailed extends TufException {

    private static final long serialVersionUID = 1L;

    /** Says in a sentence what was expected, what was found and what to do. */
    public FetchFailed(String message) {
        super(message);
    }

    /** A failure with its transport-level cause. */
    public FetchFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
