package io.groundswell.domain.error;

/** The request is well-formed but contradicts the present state. */
public final class Conflict extends RequestError {

    private static final long serialVersionUID = 1L;

    public Conflict(String message) {
        super(message);
    }

    @Override
    public int status() {
        return 409;
    }
}
