package io.groundswell.handlers.workflow;

import io.groundswell.domain.name.RolloutRef;
import io.groundswell.handlers.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;

/** Starts the executions of rollouts. */
public final class Executions {

    private static final int MOST_RESTARTS = 1000;

    private final SfnClient sfn;
    private final String stateMachineArn;

    public Executions(SfnClient sfn, String stateMachineArn) {
        this.sfn = sfn;
        this.stateMachineArn = stateMachineArn;
    }

    /**
     * Makes sure that an execution of the rollout is running.
     *
     * <p>Starting a running execution again with the same name and input succeeds and changes nothing; a closed one
     * is refused, and the next name in {@code <id>, <id>-2, <id>-3 …} is tried.
     */
    public void ensureRunning(RolloutRef rollout) {
        String input = input(rollout);
        for (int n = 1; n <= MOST_RESTARTS; n++) {
            String name = n == 1 ? rollout.id() : rollout.id() + "-" + n;
            try {
                sfn.startExecution(start -> start.stateMachineArn(stateMachineArn).name(name).input(input));
                return;
            } catch (ExecutionAlreadyExistsException closed) {
                continue;
            }
        }
        throw new IllegalStateException("rollout " + rollout.id() + " was restarted " + MOST_RESTARTS
                + " times; stop what closes its executions");
    }

    /** The same text in every process: one that is started with another text is refused as if it were closed. */
    private static String input(RolloutRef rollout) {
        Map<String, String> members = new TreeMap<>(Map.of("fleet", rollout.fleet(), "rollout", rollout.id()));
        return new String(Json.write(members), StandardCharsets.UTF_8);
    }
}
