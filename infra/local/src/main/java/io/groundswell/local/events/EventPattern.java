package io.groundswell.local.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An EventBridge event pattern: an event matches when every field that the pattern names does.
 *
 * <p>A field matches when any of its listed conditions does; an array in the event matches when any of its elements does.
 * Conditions are values, and the operators {@code exists}, {@code prefix}, {@code suffix}, {@code equals-ignore-case} and
 * {@code anything-but}. {@code exists} asks about leaves alone, as in AWS.
 */
public final class EventPattern {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Field> fields;

    private EventPattern(Map<String, Field> fields) {
        this.fields = fields;
    }

    /** What a pattern says of one field: a pattern for what is below it, or conditions on its value. */
    private sealed interface Field {
        record Below(EventPattern pattern) implements Field {
        }

        record Leaf(List<Condition> conditions) implements Field {
        }
    }

    /**
     * Reads a pattern.
     *
     * @throws IllegalArgumentException for text that is no pattern, or an operator that is not implemented, naming it
     */
    public static EventPattern parse(String json) {
        try {
            return of(JSON.readTree(json));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("an event pattern is JSON, found " + json, e);
        }
    }

    /** Reads a pattern that is a tree of maps and lists already. */
    public static EventPattern of(Map<String, ?> tree) {
        return of(JSON.<JsonNode>valueToTree(tree));
    }

    /** Whether the event matches. */
    public boolean matches(JsonNode event) {
        return fields.entrySet().stream().allMatch(field -> matches(field.getValue(), event.path(field.getKey())));
    }

    private static boolean matches(Field field, JsonNode value) {
        return switch (field) {
            case Field.Leaf leaf -> leaf.conditions().stream().anyMatch(condition -> condition.holds(value));
            case Field.Below below -> value.isArray()
                    ? elements(value).stream().anyMatch(below.pattern()::matches)
                    : below.pattern().matches(value.isObject() ? value : MissingNode.getInstance());
        };
    }

    private static List<JsonNode> elements(JsonNode array) {
        List<JsonNode> elements = new ArrayList<>();
        array.forEach(elements::add);
        return elements;
    }

    private static EventPattern of(JsonNode node) {
        if (!node.isObject() || node.isEmpty()) {
            throw new IllegalArgumentException("an event pattern is an object with fields, found " + node);
        }
        Map<String, Field> fields = new LinkedHashMap<>();
        node.properties().forEach(entry -> {
            if (entry.getKey().startsWith("$")) {
                throw new IllegalArgumentException("the pattern operator " + entry.getKey() + " is not implemented locally");
            }
            fields.put(entry.getKey(), field(entry.getKey(), entry.getValue()));
        });
        return new EventPattern(fields);
    }

    private static Field field(String name, JsonNode value) {
        if (value.isObject()) {
            return new Field.Below(of(value));
        }
        if (!value.isArray() || value.isEmpty()) {
            throw new IllegalArgumentException("pattern field " + name + ": expected a list of conditions, found " + value);
        }
        return new Field.Leaf(elements(value).stream().map(condition -> Condition.of(name, condition)).toList());
    }
}
