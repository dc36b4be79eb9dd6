package io.groundswell.local.stepfunctions.api;

import io.groundswell.local.stepfunctions.execution.Executions;
import io.groundswell.local.stepfunctions.execution.Opening;
import io.groundswell.local.stepfunctions.execution.Refused;
import io.groundswell.local.stepfunctions.execution.StateMachine;
import io.groundswell.local.stepfunctions.json.Json;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The operations on state machines. */
final class MachineOperations {

    private final Map<String, StateMachine> machines;
    private final Executions executions;

    MachineOperations(Map<String, StateMachine> machines, Executions executions) {
        this.machines = Map.copyOf(machines);
        this.executions = executions;
    }

    StateMachine existing(String arn) {
        StateMachine machine = machines.get(Arns.machine(arn));
        if (machine == null) {
            throw Refused.of("StateMachineDoesNotExist", "State Machine Does Not Exist: '" + arn + "'");
        }
        return machine;
    }

    Map<String, Object> describe(Request request) {
        String arn = request.text("stateMachineArn", 1, 256);
        boolean complete = complete(request);
        request.refuseOthers();
        StateMachine machine = existing(arn);
        Wire answer = new Wire().put("stateMachineArn", machine.arn()).put("name", machine.name())
                .put("status", "ACTIVE");
        definition(answer, machine.definition().text(), complete);
        return answer.put("roleArn", machine.roleArn()).put("type", "STANDARD")
                .put("creationDate", machine.createdAt())
                .put("loggingConfiguration", Json.object("level", "OFF", "includeExecutionData", false))
                .put("tracingConfiguration", Map.of("enabled", false)).members();
    }

    Map<String, Object> describeForExecution(Request request) {
        String arn = Arns.execution(request.text("executionArn", 1, 256));
        boolean complete = complete(request);
        request.refuseOthers();
        Opening opening = executions.describe(arn).opening();
        Wire answer = new Wire().put("stateMachineArn", opening.machineArn()).put("name", opening.machineName());
        definition(answer, opening.definition(), complete);
        return answer.put("roleArn", opening.roleArn()).put("updateDate", opening.startedAt())
                .put("loggingConfiguration", Json.object("level", "OFF", "includeExecutionData", false))
                .put("tracingConfiguration", Map.of("enabled", false)).members();
    }

    Map<String, Object> list(Request request) {
        int size = request.pageSize();
        Optional<String> token = request.optionalText("nextToken", 1, 1_024);
        request.refuseOthers();
        long from = token.map(text -> PageToken.position(text, "ListStateMachines")).orElse(0L);
        List<StateMachine> rest = machines.values().stream().sorted(Comparator.comparing(StateMachine::name))
                .skip(from).toList();
        List<Map<String, Object>> page = rest.stream().limit(size).map(machine -> new Wire()
                .put("stateMachineArn", machine.arn()).put("name", machine.name()).put("type", "STANDARD")
                .put("creationDate", machine.createdAt()).members()).toList();
        Optional<String> next = rest.size() > size
                ? Optional.of(PageToken.of("ListStateMachines", from + size)) : Optional.empty();
        return new Wire().put("stateMachines", page).putIfPresent("nextToken", next).members();
    }

    private static boolean complete(Request request) {
        return request.oneOf("includedData", IncludedData.class).orElse(IncludedData.ALL_DATA) == IncludedData.ALL_DATA;
    }

    private static void definition(Wire answer, String text, boolean complete) {
        answer.putIfPresent("definition", Optional.of(text).filter(any -> complete));
    }
}
