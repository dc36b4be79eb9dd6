package io.groundswell.local;

import io.groundswell.local.lambda.FunctionRefused;
import io.groundswell.local.lambda.InvocationResult;
import io.groundswell.local.stepfunctions.execution.FunctionInvoker;
import io.groundswell.local.stepfunctions.execution.InvocationFailure;

/** Lets state machines invoke the stack's functions; Lambda's own refusals carry the names that Step Functions gives them. */
record TaskFunctions(io.groundswell.local.lambda.FunctionInvoker functions) implements FunctionInvoker {

    @Override
    public byte[] invoke(String function, byte[] payload) throws InvocationFailure {
        InvocationResult result;
        try {
            result = functions.invoke(function, payload, io.groundswell.local.lambda.FunctionInvoker.MOST_PATIENT);
        } catch (FunctionRefused e) {
            throw new InvocationFailure.ServiceError("Lambda.ResourceNotFoundException", e.getMessage());
        }
        return switch (result) {
            case InvocationResult.Returned returned -> returned.payload();
            case InvocationResult.Failed failed -> throw new InvocationFailure.FunctionError(failed.payload());
            case InvocationResult.Throttled throttled ->
                    throw new InvocationFailure.ServiceError("Lambda.TooManyRequestsException", throttled.message());
            case InvocationResult.TooLarge tooLarge ->
                    throw new InvocationFailure.ServiceError("Lambda.RequestTooLargeException", tooLarge.message());
            case InvocationResult.Unfinished unfinished ->
                    throw new InvocationFailure.ServiceError("Lambda.SdkClientException", "the function did not finish in time");
        };
    }
}
