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
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Calls a handler with events as API Gateway makes them. */
public final class Api {

    /** The IAM identity that calls are made with. */
    public static final String CALLER = "arn:aws:iam::000000000000:user/operator";

    private static final Pattern PARAMETER = Pattern.compile("\\{([a-z]+)(\\+?)=([^}]*)}");

    private final RequestStreamHandler handler;
    private final Map<String, Object> caller;

    public Api(RequestStreamHandler handler) {
        this(handler, Map.of("authorizer", Map.of("iam", Map.of("userArn", CALLER))));
    }

    private Api(RequestStreamHandler handler, Map<String, Object> caller) {
        this.handler = handler;
        this.caller = caller;
    }

    /** The same handler called over mutual TLS with this certificate. */
    public Api withCertificate(String pem) {
        return new Api(handler, Map.of("authentication", Map.of("clientCert", Map.of("clientCertPem", pem))));
    }

    /** A handler with just these routes. */
    public static Api of(Map<String, Route> routes) {
        return new Api(new HttpHandler(routes) {
        });
    }

    /**
     * What came back.
     *
     * @param location where a redirect leads, else empty
     * @param text the body as it was
     */
    public record Answer(int status, JsonNode body, String location, String text) {

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
        Map<String, Object> event = event(route);
        if (body != null) {
            event.put("body", body);
        }
        return answer(Json.write(event));
    }

    private Map<String, Object> event(String route) {
        String[] methodAndRest = route.split(" ", 2);
        String[] pathAndQuery = methodAndRest[1].split("\\?", 2);
        Map<String, String> parameters = new LinkedHashMap<>();
        PARAMETER.matcher(pathAndQuery[0]).results()
                .forEach(parameter -> parameters.put(parameter.group(1), parameter.group(3)));
        String path = PARAMETER.matcher(pathAndQuery[0]).replaceAll("{$1$2}");
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("version", "2.0");
        event.put("routeKey", methodAndRest[0] + " " + path);
        event.put("pathParameters", parameters);
        event.put("queryStringParameters", pathAndQuery.length == 1 ? Map.of() : query(pathAndQuery[1]));
        event.put("headers", Map.of("content-type", "application/json"));
        Map<String, Object> context = new LinkedHashMap<>(caller);
        context.put("requestId", "test");
        event.put("requestContext", context);
        return event;
    }

    public Answer call(String route) {
        return call(route, (String) null);
    }

    /** A call whose body is these bytes, which API Gateway hands over in Base64. */
    public Answer call(String route, byte[] body) {
        Map<String, Object> event = event(route);
        event.put("body", Base64.getEncoder().encodeToString(body));
        event.put("isBase64Encoded", true);
        return answer(Json.write(event));
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
                Json.read((body.isEmpty() ? "{}" : body).getBytes(StandardCharsets.UTF_8)),
                response.path("headers").path("location").asText(), body);
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
