package io.groundswell.handlers.table;

/** A conditional write found another state than the one it was decided from: read again and decide again. */
public final class WriteConflict extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Pauses pauses;

    /** @param pauses how whoever tries again waits for the table that refused */
    WriteConflict(String message, Throwable cause, Pauses pauses) {
        super(message, cause);
        this.pauses = pauses;
    }

    void pauseAfter(int attempts) {
        pauses.after(attempts);
    }
}
