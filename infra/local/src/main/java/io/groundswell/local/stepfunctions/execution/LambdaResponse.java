package io.groundswell.local.stepfunctions.execution;

import io.groundswell.local.stepfunctions.json.InvalidJson;
import io.groundswell.local.stepfunctions.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What the {@code lambda:invoke} integration makes of an invocation. */
sealed interface LambdaResponse {

    /** The result of the task: Lambda's response with the payload as JSON. */
    record Returned(Object envelope) implements LambdaResponse {
    }

    /** The error of the task. */
    record Failed(StateFailure failure) implements LambdaResponse {
    }

    /** The process is ending; the invocation is repeated after a restart. */
    record Interrupted() implements LambdaResponse {
    }

    static LambdaResponse of(FunctionInvoker invoker, Invocation invocation) {
        try {
            byte[] request = invocation.payload().getBytes(StandardCharsets.UTF_8);
            return new Returned(envelope(invoker.invoke(invocation.function(), request)));
        } catch (InvocationFailure.FunctionError e) {
            return new Failed(functionError(new String(e.payload(), StandardCharsets.UTF_8)));
        } catch (InvocationFailure.ServiceError e) {
            return new Failed(StateFailure.of(e.error(), e.getMessage()));
        } catch (InvocationFailure e) {
            throw new IllegalStateException("every invocation failure is a function's or the service's", e);
        } catch (InterruptedException e) {
            return new Interrupted();
        } catch (RuntimeException e) {
            return new Failed(StateFailure.of("Lambda.ServiceException", e.toString()));
        }
    }

    private static Object envelope(byte[] payload) {
        return Json.object("ExecutedVersion", "$LATEST",
                "Payload", payload(new String(payload, StandardCharsets.UTF_8)),
                "SdkHttpMetadata", Map.of("HttpStatusCode", 200),
                "SdkResponseMetadata", Map.of("RequestId", UUID.randomUUID().toString()),
                "StatusCode", 200);
    }

    private static Object payload(String text) {
        try {
            return text.isEmpty() ? null : Json.read(text);
        } catch (InvalidJson e) {
            return text;
        }
    }

    private static StateFailure functionError(String payload) {
        Optional<String> name = Optional.empty();
        if (payload(payload) instanceof Map<?, ?> error && error.get("errorType") instanceof String type) {
            name = Optional.of(type);
        }
        return StateFailure.of(name.orElse("Lambda.Unknown"), payload);
    }
}
