package io.groundswell.domain.error;

/** The thing that the request names does not exist, or not for this caller. */
public final class NotFound extends RequestError {

    private static final long serialVersionUID = 1L;

    public NotFound(String message) {
        super(message);
    }

    @Override
    public int status() {
        return 404;
    }
}
