package io.groundswell.local.template;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A Lambda function and what invokes it.
 *
 * @param alias alias that callers use; the template publishes one for every function
 */
public record Function(
        String logicalId,
        String name,
        String alias,
        String handler,
        Map<String, String> environment,
        Duration timeout,
        int memoryMegabytes,
        List<EventSource> events)
        implements Resource {

    /** Keeps its own copies. */
    public Function {
        environment = Map.copyOf(environment);
        events = List.copyOf(events);
    }
}
