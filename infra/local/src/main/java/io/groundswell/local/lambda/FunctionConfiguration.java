package io.groundswell.local.lambda;

import java.time.Duration;
import java.util.Map;

/**
 * What Lambda knows of a function.
 *
 * @param arn ARN that callers use, alias included
 * @param handler {@code package.Class} or {@code package.Class::handleRequest}
 * @param region region the function believes to run in
 */
public record FunctionConfiguration(
        String name,
        String arn,
        String handler,
        Map<String, String> environment,
        Duration timeout,
        int memoryMegabytes,
        String region) {

    /** Keeps its own copy of the environment. */
    public FunctionConfiguration {
        environment = Map.copyOf(environment);
    }
}
