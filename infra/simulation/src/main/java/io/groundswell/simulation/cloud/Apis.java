package io.groundswell.simulation.cloud;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import io.groundswell.handlers.json.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The HTTP APIs: requests become events of payload format 2.0, and answers come back. */
final class Apis {

    private static final Duration LATE = Duration.ofSeconds(75);
    private static final double ARRIVES_LATE = 0.5;

    private final SimulatedTime time;
    private final Chance chance;
    private final Calls calls;
    private final Functions functions;
    private final Containers<RequestStreamHandler> operators;
    private final Containers<RequestStreamHandler> devices;

    Apis(SimulatedTime time, Chance chance, Calls calls, Functions functions,
            Containers<RequestStreamHandler> operators, Containers<RequestStreamHandler> devices) {
        this.time = time;
        this.chance = chance;
        this.calls = calls;
        this.functions = functions;
        this.operators = operators;
        this.devices = devices;
    }

    Answer operator(String actor, String route, Map<String, String> path, Map<String, String> headers, Object body) {
        return call(operators, route, path, headers, Optional.ofNullable(body),
                Map.of("authorizer", Map.of("iam", Map.of("userArn", actor))));
    }

    Answer device(String pem, String route, Object body) {
        return call(devices, route, Map.of(), Map.of(), Optional.ofNullable(body),
                Map.of("authentication", Map.of("clientCert", Map.of("clientCertPem", pem))));
    }

    private Answer call(Containers<RequestStreamHandler> containers, String route, Map<String, String> path,
            Map<String, String> headers, Optional<Object> body, Map<String, Object> caller) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("version", "2.0");
        event.put("routeKey", route);
        event.put("pathParameters", path);
        event.put("headers", headers);
        Map<String, Object> context = new LinkedHashMap<>(caller);
        context.put("requestId", "simulated");
        event.put("requestContext", context);
        body.ifPresent(content -> event.put("body", new String(Json.write(content), StandardCharsets.UTF_8)));
        byte[] request = Json.write(event);
        Supplier<String> shown = () -> shown(route, path, body);
        return calls.isInvocationLost() ? lost(containers, shown, request) : call(containers, shown, request);
    }

    /** The caller gets no answer; at times the request arrives all the same, when the caller has gone on. */
    private Answer lost(Containers<RequestStreamHandler> containers, Supplier<String> shown, byte[] request) {
        calls.trace(() -> "no answer to " + shown.get());
        if (chance.hits(ARRIVES_LATE)) {
            calls.saw("requests that arrive late");
            time.work(chance.upTo(LATE), () -> call(containers, shown, request));
        }
        return Answer.died(functions.step());
    }

    private Answer call(Containers<RequestStreamHandler> containers, Supplier<String> shown, byte[] request) {
        long startedAt = functions.step();
        boolean[] disturbed = new boolean[1];
        try {
            return functions.invoke(containers, shown, Optional.empty(), (handler, invocation) -> {
                try {
                    return answer(handler, containers.function(), request, startedAt);
                } finally {
                    disturbed[0] = invocation.wasDisturbed();
                }
            }).withDisturbed(disturbed[0]);
        } catch (ContainerDied died) {
            return Answer.died(startedAt);
        }
    }

    private static String shown(String route, Map<String, String> path, Optional<Object> body) {
        return route + " " + Shown.value(path) + body.map(content -> " " + Shown.value(content)).orElse("");
    }

    private static Answer answer(RequestStreamHandler handler, String function, byte[] request, long startedAt) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try {
            handler.handleRequest(new ByteArrayInputStream(request), output, new FunctionContext(function));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        JsonNode response = Json.read(output.toByteArray());
        return new Answer(response.path("statusCode").asInt(),
                Json.read(response.path("body").asText().getBytes(StandardCharsets.UTF_8)), startedAt, false);
    }
}
