package io.groundswell.cli.api;

import io.groundswell.cli.CommandFailed;

/** The API answered with another status than a 2xx. */
public final class CallRefused extends CommandFailed {

    private static final long serialVersionUID = 1L;

    private final int status;

    CallRefused(int status, String message) {
        super(message);
        this.status = status;
    }

    /** Whether the same call may be answered well a moment later. */
    public boolean isPassing() {
        return status == 429 || status >= 500;
    }
}
