package io.groundswell.local;

/** LocalCloud cannot start, for a reason that the user can do something about; the message is one line for people. */
public final class StartRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StartRefused(String message) {
        super(message);
    }

    StartRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
