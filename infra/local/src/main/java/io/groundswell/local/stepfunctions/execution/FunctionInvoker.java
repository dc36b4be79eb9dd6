package io.groundswell.local.stepfunctions.execution;

/** Invokes Lambda functions synchronously. */
public interface FunctionInvoker {

    /**
     * The response of one invocation.
     *
     * @param function name or ARN, as the definition gives it
     * @param payload JSON in UTF-8
     * @return JSON in UTF-8
     * @throws InvocationFailure if the function failed, or the service refused to invoke it
     */
    byte[] invoke(String function, byte[] payload) throws InvocationFailure, InterruptedException;
}
