package io.groundswell.handlers.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundswell.domain.error.InvalidRequest;
import io.groundswell.domain.name.Names;
import io.groundswell.handlers.json.Fields;
import io.groundswell.handlers.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One HTTP request as API Gateway hands it over.
 *
 * @param routeKey the template's route, such as {@code GET /fleets/{fleet}}
 * @param path path parameters, decoded
 * @param headers names in lower case
 * @param userArn the IAM caller; empty on routes without IAM
 * @param clientCertificate PEM of the certificate that mutual TLS verified; empty on other routes (R6)
 * @param deadline when the platform ends the invocation; long work gives up before
 */
public record ApiRequest(String routeKey, Map<String, String> path, Map<String, String> query,
        Map<String, String> headers, byte[] body, Optional<String> userArn, Optional<String> clientCertificate,
        Instant deadline) {

    private static final int MAX_BODY = 2 * 1024 * 1024;

    static ApiRequest parse(JsonNode event, Instant deadline) {
        JsonNode context = event.path("requestContext");
        return new ApiRequest(event.path("routeKey").asText(), texts(event.path("pathParameters")),
                texts(event.path("queryStringParameters")), lowerCased(texts(event.path("headers"))), bodyOf(event),
                text(context.path("authorizer").path("iam").path("userArn")),
                text(context.path("authentication").path("clientCert").path("clientCertPem")), deadline);
    }

    /** A path parameter that is a name (R2). */
    public String name(String parameter) {
        return Names.require(parameter, path.get(parameter));
    }

    /** The IAM identity that audit events name as the actor. */
    public String actor() {
        return userArn.orElseThrow(() -> new IllegalStateException(
                "route " + routeKey + " must have an IAM authorizer in the template, found a request without caller"));
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /** The body as an object; an absent body is an object without members. */
    public Fields fields() {
        return Fields.of(body.length == 0 ? Json.readRequest("{}".getBytes(StandardCharsets.UTF_8))
                : Json.readRequest(body));
    }

    /** Refuses a body on a route that takes none. */
    public void refuseBody() {
        fields().refuseUnknown();
    }

    /** Refuses query parameters that the route does not know (R35). */
    public void refuseQueryExcept(Set<String> known) {
        for (String name : query.keySet()) {
            if (!known.contains(name)) {
                throw new InvalidRequest("unknown query parameter " + Names.shown(name) + "; known here: "
                        + (known.isEmpty() ? "none" : String.join(", ", known.stream().sorted().toList())));
            }
        }
    }

    private static byte[] bodyOf(JsonNode event) {
        String text = event.path("body").asText("");
        if (text.length() > MAX_BODY) {
            throw new InvalidRequest("the request body must have at most " + MAX_BODY + " characters, found "
                    + text.length());
        }
        return event.path("isBase64Encoded").asBoolean(false)
                ? Base64.getDecoder().decode(text) : text.getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new HashMap<>();
        object.properties().forEach(member -> texts.put(member.getKey(), member.getValue().asText()));
        return Map.copyOf(texts);
    }

    private static Map<String, String> lowerCased(Map<String, String> headers) {
        Map<String, String> lower = new HashMap<>();
        headers.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
        return Map.copyOf(lower);
    }

    private static Optional<String> text(JsonNode node) {
        return node.isTextual() && !node.textValue().isEmpty() ? Optional.of(node.textValue()) : Optional.empty();
    }
}
