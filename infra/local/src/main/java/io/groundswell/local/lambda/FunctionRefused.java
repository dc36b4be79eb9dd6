package io.groundswell.local.lambda;

/** A function that cannot be invoked: its handler cannot be loaded, or nobody registered it. */
public final class FunctionRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    FunctionRefused(String message) {
        super(message);
    }

    FunctionRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
