package io.groundswell.local.stepfunctions.execution;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An execution took a status: what EventBridge publishes as {@code Step Functions Execution Status Change}. */
public record StatusChange(Instant at, ExecutionSnapshot execution) {

    public static final String SOURCE = "aws.states";
    public static final String DETAIL_TYPE = "Step Functions Execution Status Change";

    /** The event's {@code resources}. */
    public List<String> resources() {
        return List.of(execution.opening().arn());
    }

    /** The event's {@code detail}; times are epoch milliseconds, what is absent is null. */
    public Map<String, Object> detail() {
        Opening opening = execution.opening();
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("executionArn", opening.arn());
        detail.put("stateMachineArn", opening.machineArn());
        detail.put("stateMachineVersionArn", null);
        detail.put("stateMachineAliasArn", null);
        detail.put("name", opening.name());
        detail.put("status", execution.status().name());
        detail.put("startDate", opening.startedAt().toEpochMilli());
        detail.put("stopDate", execution.stoppedAt().map(Instant::toEpochMilli).orElse(null));
        detail.put("redriveCount", 0);
        detail.put("redriveDate", null);
        detail.put("redriveStatus", null);
        detail.put("redriveStatusReason", null);
        detail.put("input", opening.input());
        detail.put("inputDetails", Map.of("included", true));
        detail.put("output", orNull(execution.output()));
        detail.put("outputDetails", execution.output().map(text -> Map.of("included", true)).orElse(null));
        detail.put("error", orNull(execution.error()));
        detail.put("cause", orNull(execution.cause()));
        return detail;
    }

    private static Object orNull(Optional<String> text) {
        return text.orElse(null);
    }
}
