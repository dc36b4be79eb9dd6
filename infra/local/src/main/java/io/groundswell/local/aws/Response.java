package io.groundswell.local.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/** A complete answer; the array is handed over, not copied. */
public record Response(int status, String contentType, byte[] body) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A success of the JSON 1.1 protocol; the value is a Jackson tree, or maps, lists and scalars. */
    public static Response json(Object value) {
        try {
            return new Response(200, "application/x-amz-json-1.1", JSON.writeValueAsBytes(value));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a response that is not JSON", e);
        }
    }
}
