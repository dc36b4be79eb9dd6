package io.groundswell.agent.update;

/** An update that cannot be trusted or fetched now; nothing was changed, and it is tried again later (R26). */
public final class UpdateRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UpdateRefused(String message) {
        super(message);
    }

    public UpdateRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
