package io.groundswell.local.kms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.groundswell.local.aws.ServiceError;
import java.io.IOException;
import java.util.Base64;
import java.util.Set;
import java.util.Map;
import java.util.TreeMap;

/** The JSON body of a KMS call, read strictly. */
record KmsRequest(JsonNode body) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static KmsRequest parse(byte[] body) {
        try {
            JsonNode node = JSON.readTree(body);
            if (!node.isObject()) {
                throw ServiceError.client("SerializationException", "expected a JSON object");
            }
            return new KmsRequest(node);
        } catch (IOException e) {
            throw ServiceError.client("SerializationException", "the request body is not JSON");
        }
    }

    /** Refuses every field that this operation does not use here, even one that AWS knows. */
    void only(String... names) {
        var known = Set.of(names);
        body.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw ServiceError.client("UnsupportedOperationException", "field " + name + " is not available locally");
            }
        });
    }

    boolean has(String name) {
        return body.hasNonNull(name);
    }

    String text(String name) {
        JsonNode value = body.path(name);
        if (!value.isTextual() || value.textValue().isEmpty()) {
            throw invalid(name, "a string of 1 or more characters", value);
        }
        return value.textValue();
    }

    String text(String name, String otherwise) {
        return has(name) ? text(name) : otherwise;
    }

    int number(String name, int otherwise, int least, int most) {
        if (!has(name)) {
            return otherwise;
        }
        JsonNode value = body.path(name);
        if (!value.isInt() || value.intValue() < least || value.intValue() > most) {
            throw invalid(name, "a number from " + least + " to " + most, value);
        }
        return value.intValue();
    }

    byte[] bytes(String name, int most) {
        byte[] decoded;
        try {
            decoded = Base64.getDecoder().decode(text(name));
        } catch (IllegalArgumentException e) {
            throw invalid(name, "base64", body.path(name));
        }
        if (decoded.length < 1 || decoded.length > most) {
            throw ServiceError.client("ValidationException", "1 validation error detected: Value at '" + name + "' failed to satisfy constraint:"
                    + " expected 1 to " + most + " bytes, found " + decoded.length);
        }
        return decoded;
    }

    /** The fields {@code TagKey} and {@code TagValue} of every tag. */
    Map<String, String> tags(String name) {
        var tags = new TreeMap<String, String>();
        for (JsonNode tag : body.path(name)) {
            tags.put(new KmsRequest(tag).text("TagKey"), tag.path("TagValue").asText());
        }
        return tags;
    }

    private static ServiceError invalid(String name, String expected, JsonNode found) {
        return ServiceError.client("ValidationException", "1 validation error detected: Value at '" + name + "' failed to satisfy constraint: expected "
                + expected + ", found " + (found.isMissingNode() ? "nothing" : found.getNodeType().toString()));
    }
}
