package io.groundswell.handlers.testing;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import io.groundswell.handlers.http.HttpHandler;
import io.groundswell.handlers.http.Route;
import io.groundswell.handlers.json.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Calls a handler with events as API Gateway makes them. */
public final class Api {

    /** The IAM identity that calls are made with. */
    public static final String CALLER = "arn:aws:iam::000000000000:user/operator";

    private final RequestStreamHandler handler;

    public Api(RequestStreamHandler handler) {
        this.handler = handler;
    }

    /** A handler with just these routes. */
    public static Api of(Map<String, Route> routes) {
        return new Api(new HttpHandler(routes) {
        });
    }

    /** What came back. */
    public record Answer(int status, JsonNode body) {

        public String text(String name) {
            return body.path(name).asText();
        }

        /** The sentence of a refusal. */
        public String error() {
            return text("error");
        }
    }

    /** A call; a path parameter stands as {@code {name=value}} in the template's path, a query may follow it. */
    public Answer call(String route, String body) {
        String[] methodAndRest = route.split(" ", 2);
        String[] pathAndQuery = methodAndRest[1].split("\\?", 2);
        Map<String, String> parameters = new LinkedHashMap<>();
        StringBuilder path = new StringBuilder();
        for (String part : pathAndQuery[0].substring(1).split("/")) {
            path.append('/');
            if (part.startsWith("{")) {
                String[] nameAndValue = part.substring(1, part.length() - 1).split("=", 2);
                parameters.put(nameAndValue[0], nameAndValue[1]);
                path.append('{').append(nameAndValue[0]).append('}');
            } else {
                path.append(part);
            }
        }
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("version", "2.0");
        event.put("routeKey", methodAndRest[0] + " " + path);
        event.put("pathParameters", parameters);
        event.put("queryStringParameters", pathAndQuery.length == 1 ? Map.of() : query(pathAndQuery[1]));
        event.put("headers", Map.of("content-type", "application/json"));
        event.put("requestContext", Map.of("requestId", "test",
                "authorizer", Map.of("iam", Map.of("userArn", CALLER))));
        if (body != null) {
            event.put("body", body);
        }
        return answer(Json.write(event));
    }

    public Answer call(String route) {
        return call(route, null);
    }

    private Answer answer(byte[] event) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try {
            handler.handleRequest(new ByteArrayInputStream(event), output, new Invocation());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        JsonNode response = Json.read(output.toByteArray());
        String body = response.path("body").asText();
        return new Answer(response.path("statusCode").asInt(),
                Json.read((body.isEmpty() ? "{}" : body).getBytes(StandardCharsets.UTF_8)));
    }

    private static Map<String, String> query(String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String parameter : query.split("&")) {
            String[] nameAndValue = parameter.split("=", 2);
            parameters.put(nameAndValue[0], nameAndValue[1]);
        }
        return parameters;
    }
}
