package io.groundswell.local.events;

import java.util.List;
import java.util.Optional;

/**
 * An event source mapping from a DynamoDB stream to a function.
 *
 * @param name stable name; checkpoints go by it
 * @param retries attempts after the first before a batch is given up
 * @param filters a record is delivered when it matches any of these; all are when there are none
 * @param failureBucket bucket that keeps what was given up
 */
public record StreamMapping(
        String name,
        String functionArn,
        String streamArn,
        String startingPosition,
        int batchSize,
        boolean bisect,
        int retries,
        boolean reportsItemFailures,
        List<EventPattern> filters,
        Optional<String> failureBucket) {

    /** Keeps its own copy of the filters. */
    public StreamMapping {
        filters = List.copyOf(filters);
    }
}
