package io.groundswell.local.eventcases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundswell.local.LocalCloud;
import io.groundswell.local.lambda.InvocationResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Invokes functions and makes the operator calls that prepare what the payloads are about. */
final class Operator {

    private static final String MARIA = "arn:aws:sts::123456789012:assumed-role/GroundswellOperator/maria";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final LocalCloud cloud;

    Operator(LocalCloud cloud) {
        this.cloud = cloud;
    }

    /** What a function returns; anything but a return fails. */
    JsonNode invoke(String function, JsonNode event) {
        InvocationResult result = cloud.invoke(function, event.toString().getBytes(StandardCharsets.UTF_8));
        byte[] payload = assertInstanceOf(InvocationResult.Returned.class, result,
                () -> function + " must return, found " + shown(result)).payload();
        return read(payload.length == 0 ? "null".getBytes(StandardCharsets.UTF_8) : payload);
    }

    /** An operator's call; the answer's body. */
    JsonNode call(String function, int expected, String route, Map<String, String> path, Map<String, String> headers, String body) {
        ObjectNode event = JSON.createObjectNode();
        event.put("version", "2.0").put("routeKey", route).put("body", body).put("isBase64Encoded", false);
        event.set("headers", JSON.valueToTree(headers));
        event.set("pathParameters", JSON.valueToTree(path));
        event.putObject("requestContext").put("routeKey", route).put("requestId", "prepare")
                .putObject("authorizer").putObject("iam").put("userArn", MARIA);
        JsonNode answer = invoke(function, event);
        assertEquals(expected, answer.path("statusCode").asInt(), () -> route + " " + path + " answered " + answer);
        return read(answer.path("body").asText().getBytes(StandardCharsets.UTF_8));
    }

    JsonNode call(int expected, String route, Map<String, String> path, String body) {
        return call("OperatorApi", expected, route, path, Map.of(), body);
    }

    static JsonNode read(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String shown(InvocationResult result) {
        return switch (result) {
            case InvocationResult.Failed failed -> failed.errorType() + ": " + failed.errorMessage();
            case InvocationResult.Returned returned -> "a return";
            case InvocationResult.Throttled throttled -> throttled.message();
            case InvocationResult.TooLarge tooLarge -> tooLarge.message();
            case InvocationResult.Unfinished unfinished -> "no end";
        };
    }
}
