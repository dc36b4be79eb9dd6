package io.groundswell.cli;

/** The command line itself is wrong; exit 2. */
public final class UsageError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UsageError(String message) {
        super(message);
    }
}
