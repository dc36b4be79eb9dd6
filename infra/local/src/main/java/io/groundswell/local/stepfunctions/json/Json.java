package io.groundswell.local.stepfunctions.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Strict JSON reading and compact writing over plain values.
 *
 * <p>An integer stays exact while it fits a {@code long} and becomes a {@code double} beyond, as in Step Functions.
 */
public final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {
    }

    /**
     * The value of a JSON text.
     *
     * @throws InvalidJson if the text is not one JSON value
     */
    public static Object read(String text) {
        try {
            Object value = MAPPER.readValue(text, Object.class);
            return normalised(value);
        } catch (JsonProcessingException e) {
            throw new InvalidJson(e.getOriginalMessage() + where(e), e);
        }
    }

    /** The compact text of a value; object members keep their order. */
    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a value that is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** An object of names and values in turn, which keeps their order. */
    public static Map<String, Object> object(Object... namesAndValues) {
        Map<String, Object> members = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            members.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return members;
    }

    /** The number of bytes a text takes in UTF-8, the unit of the service's payload limits. */
    public static int size(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static String where(JsonProcessingException e) {
        return e.getLocation() == null
                ? "" : " at line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr();
    }

    private static Object normalised(Object value) {
        return switch (value) {
            case BigInteger big -> big.doubleValue();
            case Map<?, ?> members -> {
                Map<String, Object> copy = new LinkedHashMap<>();
                members.forEach((name, member) -> copy.put((String) name, normalised(member)));
                yield copy;
            }
            case List<?> items -> {
                List<Object> copy = new ArrayList<>(items.size());
                items.forEach(item -> copy.add(normalised(item)));
                yield copy;
            }
            case null, default -> value;
        };
    }
}
