package io.groundswell.handlers.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundswell.domain.error.InvalidRequest;
import io.groundswell.domain.name.Names;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The members of one JSON object of a request, read by name and type.
 *
 * <p>After reading, {@link #refuseUnknown()} names a member that nobody asked for (R35). A member that is
 * {@code null} counts as absent.
 */
public final class Fields {

    private final String path;
    private final JsonNode object;
    private final Set<String> known = new HashSet<>();

    private Fields(String path, JsonNode object) {
        this.path = path;
        this.object = object;
    }

    /** The request body itself. */
    public static Fields of(JsonNode body) {
        return at("", body, "the request body");
    }

    private static Fields at(String path, JsonNode node, String what) {
        if (!node.isObject()) {
            throw new InvalidRequest(what + " must be an object, found " + typeOf(node));
        }
        return new Fields(path, node);
    }

    public String text(String name) {
        return optionalText(name).orElseThrow(() -> missing(name, "a string"));
    }

    public Optional<String> optionalText(String name) {
        return find(name).map(node -> textOf(name, node));
    }

    /** A member that is a name (R2). */
    public String name(String name) {
        return Names.require(path + name, text(name));
    }

    public boolean flag(String name, boolean otherwise) {
        return find(name).map(node -> {
            if (!node.isBoolean()) {
                throw wrongType(name, "true or false", node);
            }
            return node.booleanValue();
        }).orElse(otherwise);
    }

    public int integer(String name) {
        return Math.toIntExact(number(name, Integer.MIN_VALUE, Integer.MAX_VALUE)
                .orElseThrow(() -> missing(name, "an integer")));
    }

    public OptionalInt optionalInteger(String name) {
        return number(name, Integer.MIN_VALUE, Integer.MAX_VALUE)
                .map(n -> OptionalInt.of(Math.toIntExact(n))).orElse(OptionalInt.empty());
    }

    public long longInteger(String name) {
        return number(name, Long.MIN_VALUE, Long.MAX_VALUE).orElseThrow(() -> missing(name, "an integer"));
    }

    public Optional<BigDecimal> decimal(String name) {
        return find(name).map(node -> {
            if (!node.isNumber()) {
                throw wrongType(name, "a number", node);
            }
            return node.decimalValue();
        });
    }

    public Fields object(String name) {
        return optionalObject(name).orElseThrow(() -> missing(name, "an object"));
    }

    public Optional<Fields> optionalObject(String name) {
        return find(name).map(node -> at(path + name + ".", node, path + name));
    }

    /** A member that is kept as it came: signed metadata, a manifest. */
    public Optional<JsonNode> optionalTree(String name) {
        return find(name).map(node -> {
            if (!node.isObject()) {
                throw wrongType(name, "an object", node);
            }
            return node;
        });
    }

    public JsonNode tree(String name) {
        return optionalTree(name).orElseThrow(() -> missing(name, "an object"));
    }

    /** The objects of an array; empty when the member is absent. */
    public Optional<List<Fields>> optionalObjects(String name, int most) {
        return array(name, most).map(items -> {
            List<Fields> objects = new ArrayList<>();
            items.forEach(item -> {
                String at = path + name + "[" + objects.size() + "]";
                objects.add(at(at + ".", item, at));
            });
            return objects;
        });
    }

    /** The strings of an array. */
    public List<String> texts(String name, int most) {
        List<String> texts = new ArrayList<>();
        array(name, most).orElseThrow(() -> missing(name, "an array of strings")).forEach(item -> {
            texts.add(textOf(name + "[" + texts.size() + "]", item));
        });
        return texts;
    }

    /** The names of the members, for objects whose members are chosen by the caller. */
    public List<String> names(int most) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        if (names.size() > most) {
            throw new InvalidRequest(path.replaceAll("\\.$", "") + " must have at most " + most + " members, found "
                    + names.size());
        }
        return names;
    }

    /** @throws InvalidRequest naming a member that was not read (R35) */
    public void refuseUnknown() {
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw new InvalidRequest("unknown field " + Names.shown(path + name) + "; known here: "
                        + String.join(", ", known.stream().sorted().toList()));
            }
        });
    }

    private String textOf(String name, JsonNode node) {
        if (!node.isTextual()) {
            throw wrongType(name, "a string", node);
        }
        return node.textValue();
    }

    private Optional<JsonNode> array(String name, int most) {
        return find(name).map(node -> {
            if (!node.isArray()) {
                throw wrongType(name, "an array", node);
            }
            if (node.size() > most) {
                throw new InvalidRequest(path + name + " must have at most " + most + " entries, found " + node.size());
            }
            return node;
        });
    }

    private Optional<Long> number(String name, long least, long most) {
        return find(name).map(node -> {
            if (!node.isIntegralNumber() || !node.canConvertToLong()
                    || node.longValue() < least || node.longValue() > most) {
                throw wrongType(name, "an integer", node);
            }
            return node.longValue();
        });
    }

    private Optional<JsonNode> find(String name) {
        known.add(name);
        return Optional.ofNullable(object.get(name)).filter(node -> !node.isNull());
    }

    private InvalidRequest missing(String name, String expected) {
        return new InvalidRequest(path + name + " must be " + expected + ", found nothing");
    }

    private InvalidRequest wrongType(String name, String expected, JsonNode found) {
        return new InvalidRequest(path + name + " must be " + expected + ", found " + typeOf(found));
    }

    private static String typeOf(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> "an object";
            case ARRAY -> "an array";
            case STRING -> "the string " + Names.shown(node.textValue());
            case NUMBER -> node.asText().length() > 24 ? "a very long number" : "the number " + node.asText();
            case BOOLEAN -> node.asText();
            case NULL, MISSING -> "nothing";
            case BINARY, POJO -> "something that JSON does not have";
        };
    }
}
