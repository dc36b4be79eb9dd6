package io.groundswell.agent.connection;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * One JSON object that the server sent, read by name and type.
 *
 * <p>Members that this version does not know are left alone, so that a newer server can talk to an older device; a
 * known member of the wrong form makes the answer unusable.
 */
public final class Answer {

    private static final int MAX_DEPTH = 64;
    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final ObjectWriter SORTED = MAPPER.writer().with(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    private final String where;
    private final JsonNode object;

    private Answer(String where, JsonNode object) {
        this.where = where;
        this.object = object;
    }

    /**
     * Reads an answer's body.
     *
     * @param where the call, for messages
     * @throws Unreachable if the body is not a JSON object
     */
    public static Answer read(String where, byte[] body) {
        try {
            return of(where, MAPPER.readTree(body));
        } catch (IOException e) {
            throw new Unreachable(where + ": expected a JSON object as the answer: " + e.getMessage(), e);
        }
    }

    private static Answer of(String where, JsonNode node) {
        if (node == null || !node.isObject()) {
            throw new Unreachable(where + ": expected a JSON object as the answer");
        }
        return new Answer(where, node);
    }

    /** A request's body. */
    public static byte[] write(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a request must be representable as JSON", e);
        }
    }

    public String text(String name) {
        JsonNode node = object.path(name);
        if (!node.isTextual()) {
            throw unexpected(name, "a string", node.getNodeType().name());
        }
        return node.textValue();
    }

    /** A text that may be missing. */
    public String textOr(String name, String otherwise) {
        JsonNode node = object.path(name);
        return node.isTextual() ? node.textValue() : otherwise;
    }

    public long integer(String name, long least, long most) {
        JsonNode node = object.path(name);
        if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() < least
                || node.longValue() > most) {
            throw unexpected(name, "an integer from " + least + " to " + most, node.asText());
        }
        return node.longValue();
    }

    public Answer object(String name) {
        JsonNode node = object.path(name);
        if (!node.isObject()) {
            throw unexpected(name, "an object", node.getNodeType().name());
        }
        return new Answer(where + ": " + name, node);
    }

    public List<Answer> objects(String name, int most) {
        JsonNode node = object.path(name);
        if (!node.isArray() || node.size() > most) {
            throw unexpected(name, "an array of at most " + most, node.getNodeType().name());
        }
        List<Answer> items = new ArrayList<>();
        node.forEach(item -> items.add(of(where + ": " + name + "[" + items.size() + "]", item)));
        return items;
    }

    /** A member as compact JSON with sorted keys, the form in which signed metadata is stored and served. */
    public byte[] sorted(String name) {
        try {
            return SORTED.writeValueAsBytes(MAPPER.convertValue(object(name).object, Object.class));
        } catch (JsonProcessingException e) {
            throw new Unreachable(where + ": " + name + ": " + e.getMessage(), e);
        }
    }

    Unreachable unexpected(String name, String expected, String found) {
        return new Unreachable(where + ": " + name + " must be " + expected + ", found " + found);
    }
}
