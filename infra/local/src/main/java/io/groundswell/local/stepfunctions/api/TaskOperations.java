package io.groundswell.local.stepfunctions.api;

import io.groundswell.local.stepfunctions.execution.Executions;
import io.groundswell.local.stepfunctions.execution.Limits;
import io.groundswell.local.stepfunctions.execution.Refused;
import io.groundswell.local.stepfunctions.json.InvalidJson;
import io.groundswell.local.stepfunctions.json.Json;
import java.util.Map;
import java.util.Optional;

/** The operations on task tokens. */
final class TaskOperations {

    private static final int MAX_TOKEN = 2_048;

    private final Executions executions;
    private final Limits limits;

    TaskOperations(Executions executions, Limits limits) {
        this.executions = executions;
        this.limits = limits;
    }

    Map<String, Object> succeed(Request request) {
        String token = request.text("taskToken", 1, MAX_TOKEN);
        String output = request.text("output", 0, limits.payloadBytes());
        request.refuseOthers();
        executions.succeedTask(token, output(output));
        return Map.of();
    }

    Map<String, Object> fail(Request request) {
        String token = request.text("taskToken", 1, MAX_TOKEN);
        Optional<String> error = request.optionalText("error", 0, 256);
        Optional<String> cause = request.optionalText("cause", 0, 32_768);
        request.refuseOthers();
        executions.failTask(token, error, cause);
        return Map.of();
    }

    Map<String, Object> beat(Request request) {
        String token = request.text("taskToken", 1, MAX_TOKEN);
        request.refuseOthers();
        executions.beat(token);
        return Map.of();
    }

    private static Object output(String text) {
        try {
            return Json.read(text);
        } catch (InvalidJson e) {
            throw Refused.of("InvalidOutput", "Invalid Output: '" + e.getMessage() + "'");
        }
    }
}
