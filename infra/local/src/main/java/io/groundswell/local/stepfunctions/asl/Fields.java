package io.groundswell.local.stepfunctions.asl;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The fields of one JSON object of a definition: each is taken once, and one that nobody took is refused. */
final class Fields {

    private static final Set<String> JSON_PATH_ONLY = Set.of("InputPath", "OutputPath", "ResultPath", "ResultSelector",
            "Parameters", "Result", "SecondsPath", "TimestampPath", "TimeoutSecondsPath", "HeartbeatSecondsPath",
            "ErrorPath", "CausePath", "ItemsPath", "Variable");

    private final String path;
    private final Map<?, ?> values;
    private final Set<String> taken = new HashSet<>();

    private Fields(String path, Map<?, ?> values) {
        this.path = path;
        this.values = values;
    }

    static Fields of(String path, Object value) throws Finding {
        if (!(value instanceof Map<?, ?> values)) {
            throw new Finding(path, "expected an object, found " + shown(value));
        }
        return new Fields(path, values);
    }

    String path() {
        return path;
    }

    String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /** The names of the fields, for an object whose names are not fixed. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        values.keySet().forEach(name -> names.add((String) name));
        return names;
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    Object take(String name) {
        taken.add(name);
        return values.get(name);
    }

    Object required(String name, String expected) throws Finding {
        if (!has(name)) {
            throw new Finding(path(name), "missing, expected " + expected);
        }
        return take(name);
    }

    String text(String name) throws Finding {
        Object value = required(name, "a string");
        if (value instanceof String text && !text.isEmpty()) {
            return text;
        }
        throw new Finding(path(name), "expected a string that is not empty, found " + shown(value));
    }

    Optional<String> optionalText(String name) throws Finding {
        return has(name) ? Optional.of(text(name)) : Optional.empty();
    }

    void comment() throws Finding {
        if (has("Comment") && !(take("Comment") instanceof String)) {
            throw new Finding(path("Comment"), "expected a string");
        }
    }

    List<?> list(String name) throws Finding {
        Object value = take(name);
        if (value instanceof List<?> items && !items.isEmpty()) {
            return items;
        }
        throw new Finding(path(name), "expected an array that is not empty, found " + shown(value));
    }

    int wholeNumber(String name, int absent, int min, int max) throws Finding {
        if (!has(name)) {
            return absent;
        }
        Object value = take(name);
        if (value instanceof Integer number && number >= min && number <= max) {
            return number;
        }
        throw new Finding(path(name), "expected a whole number from " + min + " to " + max + ", found " + shown(value));
    }

    /** Refuses every field that was not taken. */
    void refuseOthers() throws Finding {
        for (Object name : values.keySet()) {
            if (!taken.contains(name)) {
                String why = JSON_PATH_ONLY.contains(name) || ((String) name).endsWith(".$")
                        ? "not supported, it belongs to JSONPath and the QueryLanguage is JSONata" : "not supported";
                throw new Finding(path((String) name), why);
            }
        }
    }

    static String shown(Object value) {
        return switch (value) {
            case null -> "null";
            case Map<?, ?> members -> "an object";
            case List<?> items -> items.isEmpty() ? "an empty array" : "an array";
            case String text -> "'" + text + "'";
            default -> value.toString();
        };
    }
}
