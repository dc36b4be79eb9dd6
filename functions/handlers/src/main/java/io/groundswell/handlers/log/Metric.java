package io.groundswell.handlers.log;

import io.groundswell.handlers.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A number for CloudWatch, written as one log line in the embedded metric format; namespace {@code Groundswell}.
 *
 * @param stack the dimension {@code Stack}
 */
public record Metric(String name, String stack, double value) {

    private static final String NAMESPACE = "Groundswell";
    private static final String STACK = "Stack";

    public void emit(Instant at) {
        System.out.println(line(at));
    }

    String line(Instant at) {
        Map<String, Object> directive = new LinkedHashMap<>();
        directive.put("Namespace", NAMESPACE);
        directive.put("Dimensions", List.of(List.of(STACK)));
        directive.put("Metrics", List.of(Map.of("Name", name, "Unit", "None")));
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("Timestamp", at.toEpochMilli());
        metadata.put("CloudWatchMetrics", List.of(directive));
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("_aws", metadata);
        line.put(STACK, stack);
        line.put(name, value);
        return new String(Json.write(line), StandardCharsets.UTF_8);
    }
}
