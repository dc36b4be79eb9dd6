package io.groundswell.local.template;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A Lambda function and what invokes it.
 *
 * @param alias alias that callers use; the template publishes one for every function
 * @param code where the deployable jar lies
 * @param policies the documents that make up the function's role, in IAM's own shape
 */
public record Function(
        String logicalId,
        String name,
        String alias,
        String handler,
        Map<String, String> environment,
        Duration timeout,
        int memoryMegabytes,
        List<EventSource> events,
        Path code,
        List<Map<String, Object>> policies)
        implements Resource {

    /** Keeps its own copies. */
    public Function {
        environment = Map.copyOf(environment);
        events = List.copyOf(events);
        policies = List.copyOf(policies);
    }
}
