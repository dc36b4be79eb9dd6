package io.groundswell.domain.error;

/** The caller is known and may not do this. */
public final class Forbidden extends RequestError {

    private static final long serialVersionUID = 1L;

    public Forbidden(String message) {
        super(message);
    }

    @Override
    public int status() {
        return 403;
    }
}
