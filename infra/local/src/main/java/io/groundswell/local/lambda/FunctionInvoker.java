package io.groundswell.local.lambda;

import java.time.Duration;

/** Lambda's synchronous Invoke. Implementations are thread-safe. */
public interface FunctionInvoker extends AutoCloseable {

    /** The longest that Lambda waits for anything, and more than any function may run. */
    Duration MOST_PATIENT = Duration.ofMinutes(30);

    /** The largest event or response of a synchronous invocation. */
    int PAYLOAD_LIMIT = 6 * 1024 * 1024;

    /**
     * Checks that a function could be registered.
     *
     * @throws FunctionRefused when its handler cannot be loaded
     */
    void verify(FunctionConfiguration function);

    /**
     * Makes a function known.
     *
     * @throws FunctionRefused when its handler cannot be loaded
     */
    void register(FunctionConfiguration function);

    /**
     * Invokes a function and waits for it.
     *
     * @param function name or ARN, with or without alias
     * @param event JSON document
     * @param patience how long the caller waits altogether, for a free execution environment and for the function
     * @throws FunctionRefused when no such function is registered
     */
    InvocationResult invoke(String function, byte[] event, Duration patience);

    /** Interrupts what still runs. */
    @Override
    void close();
}
