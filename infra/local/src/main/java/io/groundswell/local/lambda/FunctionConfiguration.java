package io.groundswell.local.lambda;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * What Lambda knows of a function.
 *
 * @param arn ARN that callers use, alias included
 * @param handler {@code package.Class} or {@code package.Class::handleRequest}
 * @param region region the function believes to run in
 * @param code the deployable jar, or a folder of classes
 */
public record FunctionConfiguration(
        String name,
        String arn,
        String handler,
        Map<String, String> environment,
        Duration timeout,
        int memoryMegabytes,
        String region,
        Path code) {

    /** Keeps its own copy of the environment. */
    public FunctionConfiguration {
        environment = Map.copyOf(environment);
    }

    /** The same function with more variables in its environment. */
    public FunctionConfiguration with(Map<String, String> variables) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(variables);
        return new FunctionConfiguration(name, arn, handler, all, timeout, memoryMegabytes, region, code);
    }
}
