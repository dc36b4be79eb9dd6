package io.groundswell.handlers.http;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import io.groundswell.domain.error.RequestError;
import io.groundswell.domain.error.Unauthenticated;
import io.groundswell.handlers.json.Json;
import io.groundswell.handlers.log.Log;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Entry point of a function behind an HTTP API: finds the route by its key, answers, maps refusals (R34, R35).
 *
 * <p>The event is read as a tree because the events library has no member for a client certificate.
 */
public abstract class HttpHandler implements RequestStreamHandler {

    private final Map<String, Route> routes;

    /** @param routes by route key, exactly as the template writes method and path */
    protected HttpHandler(Map<String, Route> routes) {
        this.routes = Map.copyOf(routes);
    }

    @Override
    public final void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        JsonNode event = Json.read(input.readAllBytes());
        ApiResponse response = respond(event, Instant.now().plusMillis(context.getRemainingTimeInMillis()));
        Log.info("request", Map.of("route", event.path("routeKey").asText(), "status", response.status(),
                "request_id", event.path("requestContext").path("requestId").asText()));
        output.write(Json.write(response.toEvent()));
    }

    private ApiResponse respond(JsonNode event, Instant deadline) {
        try {
            ApiRequest request = ApiRequest.parse(event, deadline);
            Route route = routes.get(request.routeKey());
            if (route == null) {
                throw new IllegalStateException("the template sends route " + request.routeKey()
                        + " to a function that does not know it");
            }
            return route.answer(request);
        } catch (RequestError refusal) {
            return refuse(refusal);
        } catch (RuntimeException defect) {
            Log.error("unexpected failure on " + event.path("routeKey").asText(), defect);
            return ApiResponse.json(500, Map.of("error",
                    "the request failed for a reason on the server's side; nothing is known to be wrong with it, try again"));
        }
    }

    private static ApiResponse refuse(RequestError refusal) {
        Map<String, String> body = new LinkedHashMap<>();
        body.put("error", refusal.getMessage());
        if (refusal instanceof Unauthenticated unauthenticated) {
            body.put("code", unauthenticated.code());
        }
        return ApiResponse.json(refusal.status(), body);
    }
}
