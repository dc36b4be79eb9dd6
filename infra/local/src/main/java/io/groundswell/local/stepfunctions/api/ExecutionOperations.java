package io.groundswell.local.stepfunctions.api;

import io.groundswell.local.stepfunctions.execution.ExecutionSnapshot;
import io.groundswell.local.stepfunctions.execution.ExecutionStatus;
import io.groundswell.local.stepfunctions.execution.Executions;
import io.groundswell.local.stepfunctions.execution.Limits;
import io.groundswell.local.stepfunctions.execution.Refused;
import io.groundswell.local.stepfunctions.execution.StateMachine;
import io.groundswell.local.stepfunctions.json.InvalidJson;
import io.groundswell.local.stepfunctions.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The operations on executions, but for their history. */
final class ExecutionOperations {

    private static final Map<String, Object> INCLUDED = Map.of("included", true);

    private final MachineOperations machines;
    private final Executions executions;
    private final Limits limits;

    ExecutionOperations(MachineOperations machines, Executions executions, Limits limits) {
        this.machines = machines;
        this.executions = executions;
        this.limits = limits;
    }

    Map<String, Object> start(Request request) {
        String arn = request.text("stateMachineArn", 1, 256);
        Optional<String> name = request.optionalText("name", 1, 80).map(Arns::name);
        String input = request.optionalText("input", 0, limits.payloadBytes()).orElse("{}");
        request.refuseOthers();
        StateMachine machine = machines.existing(arn);
        refuseUnlessJson(input);
        ExecutionSnapshot started =
                executions.start(machine, name.orElseGet(() -> UUID.randomUUID().toString()), input);
        return new Wire().put("executionArn", started.opening().arn())
                .put("startDate", started.opening().startedAt()).members();
    }

    Map<String, Object> stop(Request request) {
        String arn = Arns.execution(request.text("executionArn", 1, 256));
        Optional<String> error = request.optionalText("error", 0, 256);
        Optional<String> cause = request.optionalText("cause", 0, 32_768);
        request.refuseOthers();
        return new Wire().put("stopDate", executions.stop(arn, error, cause)).members();
    }

    Map<String, Object> describe(Request request) {
        String arn = Arns.execution(request.text("executionArn", 1, 256));
        IncludedData data = request.oneOf("includedData", IncludedData.class).orElse(IncludedData.ALL_DATA);
        request.refuseOthers();
        ExecutionSnapshot execution = executions.describe(arn);
        Wire answer = summary(execution);
        if (data == IncludedData.ALL_DATA) {
            answer.put("input", execution.opening().input()).put("inputDetails", INCLUDED)
                    .putIfPresent("output", execution.output())
                    .putIfPresent("outputDetails", execution.output().map(text -> INCLUDED))
                    .putIfPresent("error", execution.error()).putIfPresent("cause", execution.cause());
        }
        return answer.put("redriveCount", 0).members();
    }

    Map<String, Object> list(Request request) {
        String arn = request.text("stateMachineArn", 1, 256);
        Optional<ExecutionStatus> status = request.oneOf("statusFilter", ExecutionStatus.class);
        int size = request.pageSize();
        Optional<String> token = request.optionalText("nextToken", 1, 3_096);
        request.refuseOthers();
        machines.existing(arn);
        String key = "ListExecutions " + arn + " " + status.map(Enum::name).orElse("");
        long before = token.map(text -> PageToken.position(text, key)).orElse(Long.MAX_VALUE);
        List<ExecutionSnapshot> found = executions.list(arn, status, before, size + 1);
        Optional<String> next = found.size() > size
                ? Optional.of(PageToken.of(key, found.get(size - 1).sequence())) : Optional.empty();
        List<Map<String, Object>> page = found.stream().limit(size)
                .map(execution -> summary(execution).put("redriveCount", 0).members()).toList();
        return new Wire().put("executions", page).putIfPresent("nextToken", next).members();
    }

    private static Wire summary(ExecutionSnapshot execution) {
        return new Wire().put("executionArn", execution.opening().arn())
                .put("stateMachineArn", execution.opening().machineArn()).put("name", execution.opening().name())
                .put("status", execution.status().name()).put("startDate", execution.opening().startedAt())
                .putIfPresent("stopDate", execution.stoppedAt().map(Wire::timestamp));
    }

    private void refuseUnlessJson(String input) {
        if (Json.size(input) > limits.payloadBytes()) {
            throw Request.invalid("Value at 'input' failed to satisfy constraint: Member must have length less than "
                    + "or equal to " + limits.payloadBytes() + " bytes in UTF-8");
        }
        try {
            Json.read(input);
        } catch (InvalidJson e) {
            throw Refused.of("InvalidExecutionInput",
                    "Invalid State Machine Execution Input: '" + e.getMessage() + "'");
        }
    }
}
