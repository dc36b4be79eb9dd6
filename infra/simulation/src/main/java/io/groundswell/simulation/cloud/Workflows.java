package io.groundswell.simulation.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundswell.handlers.json.Json;
import io.groundswell.handlers.workflow.WorkflowTasksHandler;
import io.groundswell.local.stepfunctions.execution.ExecutionSnapshot;
import io.groundswell.local.stepfunctions.execution.ExecutionStatus;
import io.groundswell.local.stepfunctions.execution.Executions;
import io.groundswell.local.stepfunctions.execution.FunctionInvoker;
import io.groundswell.local.stepfunctions.execution.InvocationFailure;
import io.groundswell.local.stepfunctions.execution.StateMachine;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The executions of a run, and the task function that they invoke. */
public final class Workflows implements FunctionInvoker {

    private final Calls calls;
    private final Chance chance;
    private final Functions functions;
    private final Containers<WorkflowTasksHandler> containers;
    private Executions executions;
    private StateMachine machine;

    Workflows(Calls calls, Chance chance, Functions functions, Containers<WorkflowTasksHandler> containers) {
        this.calls = calls;
        this.chance = chance;
        this.functions = functions;
        this.containers = containers;
    }

    void run(Executions engine, StateMachine deployed) {
        executions = engine;
        machine = deployed;
    }

    /** Input of the executions that are running, latest first. */
    public List<JsonNode> running() {
        return snapshots().stream().map(execution -> Json.read(
                execution.opening().input().getBytes(StandardCharsets.UTF_8))).toList();
    }

    /** An operator stops a running execution in the console, if there is one. */
    void stopAny() {
        List<ExecutionSnapshot> running = snapshots();
        if (!running.isEmpty()) {
            String arn = chance.oneOf(running).opening().arn();
            calls.trace(() -> "somebody stops " + arn);
            executions.stop(arn, Optional.of("Stopped"), Optional.of("by hand"));
        }
    }

    private List<ExecutionSnapshot> snapshots() {
        return executions.list(machine.arn(), Optional.of(ExecutionStatus.RUNNING), Long.MAX_VALUE, Integer.MAX_VALUE);
    }

    @Override
    public byte[] invoke(String function, byte[] payload) throws InvocationFailure {
        if (chance.hits(calls.faults().invoke())) {
            throw new InvocationFailure.ServiceError("Lambda.TooManyRequestsException", "Rate exceeded");
        }
        Map<String, String> input = new HashMap<>();
        Json.read(payload).properties().forEach(member -> input.put(member.getKey(), member.getValue().asText()));
        try {
            return Json.write(functions.invoke(containers, () -> input.get("task") + " " + input.get("rollout"),
                    Optional.empty(),
                    (handler, invocation) -> handler.handleRequest(input, new FunctionContext("WorkflowTasks"))));
        } catch (ContainerDied died) {
            throw new InvocationFailure.FunctionError(failure("Runtime.ExitError", "the process ended"));
        } catch (RuntimeException failed) {
            throw new InvocationFailure.FunctionError(failure(failed.getClass().getName(), failed.getMessage()));
        }
    }

    private static byte[] failure(String type, String message) {
        return Json.write(Map.of("errorType", type, "errorMessage", String.valueOf(message)));
    }
}
