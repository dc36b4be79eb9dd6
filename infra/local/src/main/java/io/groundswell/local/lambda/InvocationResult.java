package io.groundswell.local.lambda;

/** How an invocation ended. */
public sealed interface InvocationResult {

    /** The function returned; the payload is its JSON document. */
    record Returned(byte[] payload) implements InvocationResult {
    }

    /**
     * The function threw, timed out or could not be constructed.
     *
     * @param errorType fully-qualified exception class, or Lambda's own name such as {@code Sandbox.Timedout}
     * @param payload Lambda's error document: errorType, errorMessage and, for exceptions, stackTrace
     */
    record Failed(String errorType, String errorMessage, byte[] payload) implements InvocationResult {
    }

    /** Every execution environment stayed busy for as long as the caller would wait; the function was not invoked. */
    record Throttled(String message) implements InvocationResult {
    }

    /** The caller's patience ended before the function did; the function goes on until its own timeout. */
    record Unfinished() implements InvocationResult {
    }

    /** The event is larger than Lambda takes; the function was not invoked. */
    record TooLarge(String message) implements InvocationResult {
    }
}
