package io.groundswell.local.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.groundswell.local.lambda.InvocationResult;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Reads how far a function got with a batch from its response {@code {"batchItemFailures":[{"itemIdentifier":"…"}]}}. */
final class BatchResponse {

    private static final ObjectMapper JSON = new ObjectMapper();

    private BatchResponse() {
    }

    /** The position of the first record that is not done with, or empty when all are. */
    static OptionalInt firstFailure(InvocationResult result, List<StreamRecord> records, boolean reportsItemFailures) {
        return switch (result) {
            case InvocationResult.Returned returned ->
                    reportsItemFailures ? reported(returned.payload(), records) : OptionalInt.empty();
            case InvocationResult.Failed failed -> OptionalInt.of(0);
            case InvocationResult.Throttled throttled -> OptionalInt.of(0);
            case InvocationResult.Unfinished unfinished -> OptionalInt.of(0);
            case InvocationResult.TooLarge tooLarge -> OptionalInt.of(0);
        };
    }

    /** No list, or an empty one, is success; a response or an identifier that cannot be understood fails the whole batch. */
    private static OptionalInt reported(byte[] payload, List<StreamRecord> records) {
        JsonNode failures;
        try {
            failures = JSON.readTree(payload).path("batchItemFailures");
        } catch (IOException e) {
            return OptionalInt.of(0);
        }
        if (failures.isMissingNode() || failures.isNull()) {
            return OptionalInt.empty();
        }
        if (!failures.isArray()) {
            return OptionalInt.of(0);
        }
        Map<String, Integer> positions = new HashMap<>();
        for (int i = 0; i < records.size(); i++) {
            positions.put(records.get(i).sequenceNumber(), i);
        }
        return failures.valueStream()
                .mapToInt(failure -> positions.getOrDefault(failure.path("itemIdentifier").asText(""), 0))
                .min();
    }
}
