package io.groundswell.local.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a function's response by payload format 2.0.
 *
 * <p>With a {@code statusCode} the response is taken field by field; without one any JSON value is the body of a 200. A
 * response of any other shape is malformed, which API Gateway answers with 500.
 */
final class FunctionResponse {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> OWNED_BY_GATEWAY =
            Set.of("connection", "content-length", "date", "keep-alive", "server", "transfer-encoding", "upgrade");

    private FunctionResponse() {
    }

    /** The answer for the client, or empty when the response is malformed. */
    static Optional<Answer> read(byte[] payload) {
        JsonNode response;
        try {
            response = JSON.readTree(payload);
        } catch (IOException e) {
            return Optional.empty();
        }
        if (response.isMissingNode()) {
            return Optional.empty();
        }
        return response.isObject() && response.has("statusCode") ? fields(response) : Optional.of(inferred(response));
    }

    private static Answer inferred(JsonNode response) {
        String body = response.isTextual() ? response.textValue() : response.toString();
        return new Answer(200, List.of(Map.entry("content-type", "application/json")), body.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<Answer> fields(JsonNode response) {
        int status = response.get("statusCode").asInt(0);
        Optional<byte[]> body = body(response);
        Optional<List<Map.Entry<String, String>>> headers = headers(response);
        if (status < 100 || status > 599 || body.isEmpty() || headers.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Answer(status, headers.get(), body.get()));
    }

    private static Optional<byte[]> body(JsonNode response) {
        JsonNode body = response.path("body");
        if (body.isMissingNode() || body.isNull()) {
            return Optional.of(new byte[0]);
        }
        if (!body.isTextual()) {
            return Optional.empty();
        }
        if (!response.path("isBase64Encoded").asBoolean(false)) {
            return Optional.of(body.textValue().getBytes(StandardCharsets.UTF_8));
        }
        try {
            return Optional.of(Base64.getDecoder().decode(body.textValue()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<List<Map.Entry<String, String>>> headers(JsonNode response) {
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        for (Map.Entry<String, JsonNode> header : response.path("headers").properties()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (!header.getValue().isValueNode()) {
                return Optional.empty();
            }
            if (!OWNED_BY_GATEWAY.contains(name)) {
                headers.add(Map.entry(name, header.getValue().asText()));
            }
        }
        response.path("cookies").forEach(cookie -> headers.add(Map.entry("set-cookie", cookie.asText())));
        if (headers.stream().noneMatch(header -> header.getKey().equals("content-type"))) {
            headers.add(Map.entry("content-type", "text/plain;charset=UTF-8"));
        }
        return Optional.of(headers);
    }
}
