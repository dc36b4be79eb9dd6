package io.groundswell.local.stepfunctions.api;

import io.groundswell.local.stepfunctions.execution.Executions;
import io.groundswell.local.stepfunctions.execution.Limits;
import io.groundswell.local.stepfunctions.execution.Refused;
import io.groundswell.local.stepfunctions.execution.StateMachine;
import io.groundswell.local.stepfunctions.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** Answers requests by the operation that {@code X-Amz-Target} names. */
public final class StepFunctionsApi {

    private static final String TARGET_PREFIX = "AWSStepFunctions.";
    private static final System.Logger LOG = System.getLogger(StepFunctionsApi.class.getName());

    private final Map<String, Function<Request, Map<String, Object>>> operations = new LinkedHashMap<>();

    /** Serves the executions of these state machines, which are found by ARN. */
    public StepFunctionsApi(Map<String, StateMachine> machines, Executions executions, Limits limits) {
        MachineOperations forMachines = new MachineOperations(machines, executions);
        operations.put("DescribeStateMachine", forMachines::describe);
        operations.put("DescribeStateMachineForExecution", forMachines::describeForExecution);
        operations.put("ListStateMachines", forMachines::list);
        ExecutionOperations forExecutions = new ExecutionOperations(forMachines, executions, limits);
        operations.put("StartExecution", forExecutions::start);
        operations.put("StopExecution", forExecutions::stop);
        operations.put("DescribeExecution", forExecutions::describe);
        operations.put("ListExecutions", forExecutions::list);
        HistoryOperation history = new HistoryOperation(executions);
        operations.put("GetExecutionHistory", history::get);
        TaskOperations forTasks = new TaskOperations(executions, limits);
        operations.put("SendTaskSuccess", forTasks::succeed);
        operations.put("SendTaskFailure", forTasks::fail);
        operations.put("SendTaskHeartbeat", forTasks::beat);
    }

    /** Carries out one request; it never throws for what a client sent. */
    public Response handle(String target, byte[] body) {
        try {
            return answer(200, operation(target).apply(Request.parse(body)));
        } catch (Refused e) {
            return error(400, e.type(), e.getMessage());
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "Step Functions could not answer " + target, e);
            return error(500, "InternalServerException", "the request could not be carried out, the log says why");
        }
    }

    private Function<Request, Map<String, Object>> operation(String target) {
        String name = target != null && target.startsWith(TARGET_PREFIX)
                ? target.substring(TARGET_PREFIX.length()) : "";
        Function<Request, Map<String, Object>> operation = operations.get(name);
        if (operation == null) {
            throw Refused.of("UnknownOperationException", "no operation '" + target + "' here, expected "
                    + TARGET_PREFIX + "… with one of " + operations.keySet());
        }
        return operation;
    }

    private static Response answer(int status, Map<String, Object> members) {
        return new Response(status, Json.write(members).getBytes(StandardCharsets.UTF_8));
    }

    private static Response error(int status, String type, String message) {
        return answer(status, Json.object("__type", type, "message", message));
    }
}
