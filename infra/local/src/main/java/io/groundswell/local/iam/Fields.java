package io.groundswell.local.iam;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Strict reading of policy JSON. */
final class Fields {

    private Fields() {
    }

    static void check(String what, JsonNode node, Set<String> known) {
        if (!node.isObject()) {
            throw new IllegalArgumentException(what + ": expected an object, found " + node.getNodeType());
        }
        node.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(what + ": '" + name + "' is not supported; known are " + known.stream().sorted().toList());
            }
        });
    }

    /** One value or a list of them, as text; a policy variable would be taken literally, so it is refused. */
    static List<String> texts(String what, JsonNode node) {
        var texts = new ArrayList<String>();
        Iterable<JsonNode> values = node.isArray() ? node : List.of(node);
        for (JsonNode value : values) {
            if (!value.isTextual() && !value.isBoolean() && !value.isNumber()) {
                throw new IllegalArgumentException(what + ": expected text or a list of text, found " + value.getNodeType());
            }
            if (value.asText().contains("${")) {
                throw new IllegalArgumentException(what + ": policy variables are not supported, found '" + value.asText() + "'");
            }
            texts.add(value.asText());
        }
        if (texts.isEmpty()) {
            throw new IllegalArgumentException(what + ": expected at least one value");
        }
        return List.copyOf(texts);
    }
}
