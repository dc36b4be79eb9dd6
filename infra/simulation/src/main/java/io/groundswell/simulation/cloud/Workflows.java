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
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The executions of a run, and the task function that they invoke. */
public final class Workflows implements FunctionInvoker {

    private static final Duration LATE = Duration.ofSeconds(75);
    private static final double RUNS_LATE = 0.5;

    private final SimulatedTime time;
    private final Calls calls;
    private final Chance chance;
    private final Functions functions;
    private final Containers<WorkflowTasksHandler> containers;
    private Executions executions;
    private StateMachine machine;

    Workflows(SimulatedTime time, Calls calls, Chance chance, Functions functions,
            Containers<WorkflowTasksHandler> containers) {
        this.time = time;
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
        Map<String, String> input = new HashMap<>();
        Json.read(payload).properties().forEach(member -> input.put(member.getKey(), member.getValue().asText()));
        if (calls.isInvocationLost()) {
            throw lost(input);
        }
        return run(input);
    }

    /** Step Functions gives up on an invocation; at times the function runs all the same, when nobody waits for it. */
    private InvocationFailure lost(Map<String, String> input) {
        if (!chance.hits(RUNS_LATE)) {
            return new InvocationFailure.ServiceError("Lambda.TooManyRequestsException", "Rate exceeded");
        }
        calls.saw("tasks that run when they are over");
        time.work(chance.upTo(LATE), () -> {
            try {
                run(input);
            } catch (InvocationFailure unheard) {
                calls.trace(() -> "nobody hears that " + input.get("task") + " failed");
            }
        });
        return new InvocationFailure.ServiceError("Lambda.SdkClientException", "no answer");
    }

    private byte[] run(Map<String, String> input) throws InvocationFailure {
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
