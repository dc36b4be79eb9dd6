package io.groundswell.local.lambda;

import java.util.HashMap;
import java.util.Map;

/** The environment variables that a function sees: the template's and those that Lambda itself sets. */
final class HandlerEnvironment {

    static final String VERSION = "1";

    private HandlerEnvironment() {
    }

    static Map<String, String> of(FunctionConfiguration function) {
        Map<String, String> variables = new HashMap<>(function.environment());
        variables.put("_HANDLER", function.handler());
        variables.put("AWS_REGION", function.region());
        variables.put("AWS_DEFAULT_REGION", function.region());
        variables.put("AWS_LAMBDA_FUNCTION_NAME", function.name());
        variables.put("AWS_LAMBDA_FUNCTION_VERSION", VERSION);
        variables.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(function.memoryMegabytes()));
        variables.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
        variables.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + function.name());
        variables.put("AWS_LAMBDA_LOG_STREAM_NAME", "local");
        return Map.copyOf(variables);
    }
}
