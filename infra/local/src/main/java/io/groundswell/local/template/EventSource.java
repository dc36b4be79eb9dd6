package io.groundswell.local.template;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What invokes a function. */
public sealed interface EventSource {

    /** The name under {@code Events}. */
    String name();

    /** A route of an HTTP API; {@code iam} is empty where the API's default authorizer decides. */
    record Route(String name, String apiId, String method, String path, Optional<Boolean> iam) implements EventSource {

        /** How API Gateway writes the route. */
        public String key() {
            return method + " " + path;
        }
    }

    /**
     * A DynamoDB stream, read batch by batch.
     *
     * @param retries attempts after the first before a batch is given up
     * @param filters event patterns; a record that matches any of them is delivered, every record when there are none
     * @param failureDestination ARN of the bucket that keeps what was given up
     */
    record TableStream(
            String name,
            String streamArn,
            String startingPosition,
            int batchSize,
            boolean bisect,
            int retries,
            boolean reportsItemFailures,
            List<String> filters,
            Optional<String> failureDestination)
            implements EventSource {

        /** Keeps its own copy of the filters. */
        public TableStream {
            filters = List.copyOf(filters);
        }
    }

    /** An EventBridge Scheduler schedule, such as {@code rate(5 minutes)}. */
    record Schedule(String name, String expression) implements EventSource {
    }

    /** An EventBridge rule on the default bus. */
    record Rule(String name, Map<String, Object> pattern) implements EventSource {

        /** Keeps its own copy of the pattern. */
        public Rule {
            pattern = Map.copyOf(pattern);
        }
    }
}
