package io.groundswell.local.sample;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Tells who called and with what. */
public final class ApiHandler implements RequestHandler<Map<String, Object>, Map<String, Object>> {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, String> environment;

    public ApiHandler(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
        JsonNode request = JSON.valueToTree(event);
        ObjectNode body = JSON.createObjectNode();
        body.put("route", request.path("routeKey").asText());
        body.put("user", request.at("/requestContext/authorizer/iam/userArn").asText());
        body.put("device", request.at("/requestContext/authentication/clientCert/subjectDN").asText());
        body.put("greeting", environment.get("GREETING"));
        body.put("device_url", environment.get("DEVICE_URL"));
        return Map.of("statusCode", 200, "headers", Map.of("content-type", "application/json"), "body", body.toString());
    }
}
