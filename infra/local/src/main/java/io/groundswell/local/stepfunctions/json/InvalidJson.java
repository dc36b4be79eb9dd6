package io.groundswell.local.stepfunctions.json;

/** A text that is not one JSON value; the message says what was wrong and where. */
public final class InvalidJson extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InvalidJson(String message, Throwable cause) {
        super(message, cause);
    }
}
