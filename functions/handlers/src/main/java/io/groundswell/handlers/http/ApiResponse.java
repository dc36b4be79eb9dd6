package io.groundswell.handlers.http;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import io.groundswell.handlers.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** An answer: status, headers and body. */
public record ApiResponse(int status, Map<String, String> headers, String body) {

    private static final Map<String, String> JSON_HEADERS =
            Map.of("content-type", "application/json", "cache-control", "no-store");

    public ApiResponse {
        headers = Map.copyOf(headers);
    }

    public static ApiResponse ok(Object body) {
        return json(200, body);
    }

    public static ApiResponse created(Object body) {
        return json(201, body);
    }

    public static ApiResponse json(int status, Object body) {
        return new ApiResponse(status, JSON_HEADERS, new String(Json.write(body), StandardCharsets.UTF_8));
    }

    public static ApiResponse redirect(String url) {
        return new ApiResponse(302, Map.of("location", url, "cache-control", "no-store"), "");
    }

    APIGatewayV2HTTPResponse toEvent() {
        return APIGatewayV2HTTPResponse.builder()
                .withStatusCode(status).withHeaders(headers).withBody(body).withIsBase64Encoded(false).build();
    }
}
