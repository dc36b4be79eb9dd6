package io.groundswell.simulation.cloud;

import io.groundswell.local.stepfunctions.execution.Executions;
import io.groundswell.local.stepfunctions.execution.Refused;
import io.groundswell.local.stepfunctions.execution.StateMachine;
import io.groundswell.local.stepfunctions.json.Json;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.InvalidTokenException;
import software.amazon.awssdk.services.sfn.model.SendTaskHeartbeatRequest;
import software.amazon.awssdk.services.sfn.model.SendTaskHeartbeatResponse;
import software.amazon.awssdk.services.sfn.model.SendTaskSuccessRequest;
import software.amazon.awssdk.services.sfn.model.SendTaskSuccessResponse;
import software.amazon.awssdk.services.sfn.model.SfnException;
import software.amazon.awssdk.services.sfn.model.StartExecutionRequest;
import software.amazon.awssdk.services.sfn.model.StartExecutionResponse;
import software.amazon.awssdk.services.sfn.model.TaskTimedOutException;

/** Step Functions as functions meet it. */
final class CalledStepFunctions implements SfnClient {

    private static final int THROTTLED = 400;

    private final Executions executions;
    private final StateMachine machine;
    private final Calls calls;

    CalledStepFunctions(Executions executions, StateMachine machine, Calls calls) {
        this.executions = executions;
        this.machine = machine;
        this.calls = calls;
    }

    @Override
    public StartExecutionResponse startExecution(StartExecutionRequest request) {
        return call(() -> "StartExecution " + request.name(), () -> StartExecutionResponse.builder().executionArn(
                executions.start(machine, request.name(), request.input()).opening().arn()).build());
    }

    @Override
    public SendTaskSuccessResponse sendTaskSuccess(SendTaskSuccessRequest request) {
        return call(() -> "SendTaskSuccess " + request.output(), () -> {
            executions.succeedTask(request.taskToken(), Json.read(request.output()));
            return SendTaskSuccessResponse.builder().build();
        });
    }

    @Override
    public SendTaskHeartbeatResponse sendTaskHeartbeat(SendTaskHeartbeatRequest request) {
        return call(() -> "SendTaskHeartbeat", () -> {
            executions.beat(request.taskToken());
            return SendTaskHeartbeatResponse.builder().build();
        });
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        // The executions outlive the functions.
    }

    private <T> T call(Supplier<String> what, Supplier<T> effect) {
        return calls.make(new Calls.Call<>(Service.EXECUTIONS, what, () -> answered(effect), () -> SfnException.builder()
                .message("Rate exceeded").statusCode(THROTTLED).build(), Optional.empty(), true));
    }

    private static <T> T answered(Supplier<T> effect) {
        try {
            return effect.get();
        } catch (Refused refused) {
            throw switch (refused.type()) {
                case "ExecutionAlreadyExists" ->
                        ExecutionAlreadyExistsException.builder().message(refused.getMessage()).build();
                case "TaskTimedOut" -> TaskTimedOutException.builder().message(refused.getMessage()).build();
                case "InvalidToken" -> InvalidTokenException.builder().message(refused.getMessage()).build();
                default -> refused;
            };
        }
    }
}
