package io.groundswell.cli.intruders;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.groundswell.agent.identity.DeviceKey;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Getting a certificate that was not meant for the caller. */
interface EnrolmentAttacks extends Attacks {

    String INVALID = "{\"error\":\"the enrolment token is not valid; ask the operator of the fleet for another one\","
            + "\"code\":\"token_refused\"}";

    private Reply enroll(String token, String device) {
        return site().operators.send(Call.of("POST", "/enroll", json(Map.of("token", token, "name", device, "csr",
                DeviceKey.generate().certificateRequest(device)))));
    }

    private static String json(Object value) {
        try {
            return new ObjectMapper().writeValueAsString(value);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    @DisplayName("[R7] a token is worth its uses and no more, replayed later or at once by many")
    default void replayedToken() {
        String token = site().alpha.token(Map.of("uses", 2));
        List<Integer> statuses = IntStream.range(0, 8).parallel()
                .mapToObj(i -> enroll(token, "alpha-race-" + i).status()).sorted().toList();
        assertEquals(List.of(201, 201, 401, 401, 401, 401, 401, 401), statuses);
        site().withoutTrace(() -> assertEquals(401, enroll(token, "alpha-late").refuses("replay").status()));
    }

    @Test
    @DisplayName("[R7] a revoked, expired or foreign-named token enrols nothing")
    default void deadTokens() {
        String revoked = site().alpha.token(Map.of());
        site().operator("operator", Call.of("DELETE", site().alpha.path("/enrollment-tokens/" + idOf(revoked))));
        String expired = site().alpha.token(Map.of());
        site().dynamo.updateItem(update -> update.tableName(site().cloud.attribute("FleetTable", "Ref"))
                .key(Map.of("PK", AttributeValue.fromS("FLEET#alpha"), "SK", AttributeValue.fromS("TOKEN#" + idOf(expired))))
                .updateExpression("SET expires_at = :past")
                .expressionAttributeValues(Map.of(":past", AttributeValue.fromS("2020-01-01T00:00:00.000Z"))));
        String bound = site().alpha.token(Map.of("device", "alpha-d9"));
        String unbound = site().alpha.secretOf("unbound");
        site().withoutTrace(() -> {
            assertEquals(401, enroll(revoked, "alpha-x").refuses("revoked").status());
            assertEquals(401, enroll(expired, "alpha-x").refuses("expired").status());
            assertEquals(403, enroll(bound, "alpha-x").refuses("bound").status());
            assertEquals(403, enroll(bound, "alpha-d0").refuses("bound, to a device that exists").status());
            assertEquals(409, enroll(unbound, "alpha-d0").refuses("a name that is taken").status());
        });
    }

    @Test
    @DisplayName("[R7] a guess gets the same answer whatever of it was right, leaves nothing, and locks nobody out")
    default void guessedTokens() {
        String token = site().alpha.secretOf("unbound");
        String[] parts = token.split("~");
        Random random = new Random(11);
        Set<String> answers = new HashSet<>();
        site().withoutTrace(() -> {
            for (int i = 0; i < 60; i++) {
                String secret = i % 2 == 0 ? flipped(parts[3], random) : "A".repeat(43);
                answers.add(enroll(String.join("~", "gst", "alpha", parts[2], secret), "alpha-x").body());
                answers.add(enroll(String.join("~", "gst", "alpha", flipped(parts[2], random), parts[3]), "alpha-x").body());
                answers.add(enroll(String.join("~", "gst", "beta", parts[2], parts[3]), "alpha-x").body());
                answers.add(enroll(String.join("~", "gst", "nobody", parts[2], parts[3]), "alpha-x").body());
            }
            for (String malformed : List.of("", "gst", "gst~~~", "gst~alpha~" + parts[2], token + "=", token + "\n", token + "~",
                    " " + token, token.toUpperCase(), "gst~..~x~" + parts[3], "gst~alpha#~x~" + parts[3], "~".repeat(100_000))) {
                answers.add(enroll(malformed, "alpha-x").body());
            }
        });
        assertEquals(Set.of(INVALID), answers);
        assertEquals(201, enroll(token, "alpha-right").status());
    }

    private static String idOf(String token) {
        return token.split("~")[2];
    }

    /** The text with one character that can be told apart replaced. */
    private static String flipped(String text, Random random) {
        int at = random.nextInt(text.length() - 1);
        return text.substring(0, at) + (text.charAt(at) == '0' ? '1' : '0') + text.substring(at + 1);
    }
}
