package io.groundswell.handlers.table;

/** A conditional write found another state than the one it was decided from: read again and decide again. */
public final class WriteConflict extends RuntimeException {

    private static final long serialVersionUID = 1L;

    WriteConflict(String message, Throwable cause) {
        super(message, cause);
    }
}
