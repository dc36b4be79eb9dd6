package io.groundswell.cli.intruders;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Everything that came back on one connection.
 *
 * @param raw empty when the server said nothing
 */
record Reply(String raw) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static Reply of(byte[] bytes) {
        return new Reply(new String(bytes, StandardCharsets.UTF_8));
    }

    /** The first answer's status; 0 when there was none. */
    int status() {
        return raw.startsWith("HTTP/1.1 ") ? Integer.parseInt(raw.substring(9, 12)) : 0;
    }

    /** How many answers came. */
    int answers() {
        return raw.split("HTTP/1\\.1 [1-5]", -1).length - 1;
    }

    String body() {
        int end = raw.indexOf("\r\n\r\n");
        return end < 0 ? "" : raw.substring(end + 4);
    }

    Optional<String> header(String name) {
        return raw.lines().takeWhile(line -> !line.isEmpty()).filter(line -> line.toLowerCase().startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip()).findFirst();
    }

    JsonNode json() {
        try {
            return JSON.readTree(body());
        } catch (IOException e) {
            throw new AssertionError("expected JSON, found " + raw, e);
        }
    }

    /** The sentence of the function, or API Gateway's own. */
    String sentence() {
        return json().path("error").asText(json().path("message").asText(""));
    }

    /** Asserts that this is a refusal in the API's form (R34). */
    Reply refuses(Object what) {
        assertTrue(status() >= 400 && status() < 500, () -> what + " was answered " + raw);
        if (json().has("error")) {
            assertTrue(sentence().length() > 10, () -> what + " was answered " + raw);
        } else {
            assertTrue(json().size() == 1 && !sentence().isEmpty(), () -> what + " was answered " + raw);
        }
        return this;
    }
}
