package io.groundswell.handlers.workflow;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import io.groundswell.domain.name.RolloutRef;
import io.groundswell.handlers.aws.Environment;
import io.groundswell.handlers.aws.Surroundings;
import io.groundswell.handlers.device.Retirement;
import io.groundswell.handlers.log.Log;
import io.groundswell.handlers.table.FleetTable;
import io.groundswell.handlers.table.RolloutStore;
import java.time.Clock;
import java.util.Map;

/**
 * Runs one task of the rollout state machine.
 *
 * <p>Input: {@code task} (the state's name), {@code fleet}, {@code rollout}, and {@code token} for a state that waits.
 * Output: {@code step}, the state the rollout belongs in.
 */
public final class WorkflowTasksHandler implements RequestHandler<Map<String, String>, Map<String, String>> {

    private final WorkflowTasks tasks;

    public WorkflowTasksHandler() {
        this(System.getenv());
    }

    public WorkflowTasksHandler(Map<String, String> variables) {
        this(variables, Surroundings.AWS);
    }

    public WorkflowTasksHandler(Map<String, String> variables, Surroundings surroundings) {
        Environment environment = new Environment(variables);
        FleetTable table = surroundings.fleetTable(environment);
        RolloutStore rollouts = new RolloutStore(table);
        Clock clock = surroundings.clock();
        tasks = new WorkflowTasks(rollouts, new Retirement(table, clock)::exclude,
                new Waker(rollouts, surroundings.sfn()), clock);
    }

    WorkflowTasksHandler(WorkflowTasks tasks) {
        this.tasks = tasks;
    }

    @Override
    public Map<String, String> handleRequest(Map<String, String> input, Context context) {
        RolloutRef rollout = new RolloutRef(input.get("fleet"), input.get("rollout"));
        String step = run(required(input, "task"), rollout, input);
        Log.info("workflow task", Map.of("task", input.get("task"), "rollout", rollout.id(), "step", step));
        return Map.of("step", step);
    }

    private String run(String task, RolloutRef rollout, Map<String, String> input) {
        switch (task) {
            case "OpenWave" -> {
                return tasks.openWave(rollout).word();
            }
            case "FinishRollout" -> {
                return tasks.finishRollout(rollout).word();
            }
            case "WatchWave" -> tasks.watchWave(rollout, required(input, "token"));
            case "AwaitApproval" -> tasks.awaitApproval(rollout, required(input, "token"));
            case "AwaitOperator" -> tasks.awaitOperator(rollout, required(input, "token"));
            default -> throw new IllegalArgumentException("task must be OpenWave, WatchWave, AwaitApproval, "
                    + "AwaitOperator or FinishRollout, found " + task);
        }
        return task;
    }

    private static String required(Map<String, String> input, String name) {
        String value = input.get(name);
        if (value == null) {
            throw new IllegalArgumentException("task input must have " + name + ", found " + input.keySet());
        }
        return value;
    }
}
