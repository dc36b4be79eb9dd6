package io.groundswell.handlers.testing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.SendTaskHeartbeatRequest;
import software.amazon.awssdk.services.sfn.model.SendTaskHeartbeatResponse;
import software.amazon.awssdk.services.sfn.model.SendTaskSuccessRequest;
import software.amazon.awssdk.services.sfn.model.SendTaskSuccessResponse;
import software.amazon.awssdk.services.sfn.model.StartExecutionRequest;
import software.amazon.awssdk.services.sfn.model.StartExecutionResponse;
import software.amazon.awssdk.services.sfn.model.TaskTimedOutException;

/** Step Functions as far as the functions use it: names are taken once, a token completes once. */
public final class FakeWorkflows implements SfnClient {

    private final Map<String, String> running = new HashMap<>();
    private final Set<String> closed = new HashSet<>();
    private final Set<String> open = new HashSet<>();
    private final List<String> completions = new ArrayList<>();

    /** A token that may be completed from now on. */
    public synchronized void issue(String token) {
        open.add(token);
    }

    /** The execution ends; its name stays taken. */
    public synchronized void stop(String name) {
        running.remove(name);
        closed.add(name);
    }

    public synchronized Set<String> running() {
        return Set.copyOf(running.keySet());
    }

    /** Input text by name of the execution that is running. */
    public synchronized Map<String, String> inputs() {
        return Map.copyOf(running);
    }

    /** {@code <token> <output>} in the order in which tokens were completed. */
    public synchronized List<String> completions() {
        return List.copyOf(completions);
    }

    @Override
    public synchronized StartExecutionResponse startExecution(StartExecutionRequest request) {
        boolean same = request.input().equals(running.get(request.name()));
        if (closed.contains(request.name()) || running.containsKey(request.name()) && !same) {
            throw ExecutionAlreadyExistsException.builder().message("taken").build();
        }
        running.put(request.name(), request.input());
        return StartExecutionResponse.builder().executionArn(request.name()).build();
    }

    @Override
    public synchronized SendTaskSuccessResponse sendTaskSuccess(SendTaskSuccessRequest request) {
        if (!open.remove(request.taskToken())) {
            throw TaskTimedOutException.builder().message("completed before").build();
        }
        completions.add(request.taskToken() + " " + request.output());
        return SendTaskSuccessResponse.builder().build();
    }

    @Override
    public synchronized SendTaskHeartbeatResponse sendTaskHeartbeat(SendTaskHeartbeatRequest request) {
        if (!open.contains(request.taskToken())) {
            throw TaskTimedOutException.builder().message("nobody waits for it").build();
        }
        return SendTaskHeartbeatResponse.builder().build();
    }

    /** The task behind the token is over. */
    public synchronized void revoke(String token) {
        open.remove(token);
    }

    @Override
    public String serviceName() {
        return "states";
    }

    @Override
    public void close() {
        running.clear();
    }
}
