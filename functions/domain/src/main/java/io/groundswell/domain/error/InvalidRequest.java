package io.groundswell.domain.error;

/** The request itself is wrong: syntax, a type, a range, an unknown field. */
public final class InvalidRequest extends RequestError {

    private static final long serialVersionUID = 1L;

    public InvalidRequest(String message) {
        super(message);
    }

    @Override
    public int status() {
        return 400;
    }
}
