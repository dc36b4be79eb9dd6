package io.groundswell.local.stepfunctions.execution;

/** Why an invocation has no response. */
public abstract sealed class InvocationFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private InvocationFailure(String message) {
        super(message);
    }

    /** The function itself failed; the payload is Lambda's object of {@code errorType} and {@code errorMessage}. */
    public static final class FunctionError extends InvocationFailure {

        private static final long serialVersionUID = 1L;

        private final byte[] payload;

        public FunctionError(byte[] payload) {
            super("the function failed");
            this.payload = payload.clone();
        }

        public byte[] payload() {
            return payload.clone();
        }
    }

    /** Lambda answered with an error of its own, such as {@code Lambda.TooManyRequestsException}. */
    public static final class ServiceError extends InvocationFailure {

        private static final long serialVersionUID = 1L;

        private final String error;

        public ServiceError(String error, String message) {
            super(message);
            this.error = error;
        }

        public String error() {
            return error;
        }
    }
}
