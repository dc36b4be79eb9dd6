package io.groundswell.simulation.dynamodb;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What the placeholders of one request's expressions stand for; a placeholder that nobody used is refused. */
final class Names {

    private final Map<String, String> names;
    private final Map<String, AttributeValue> values;
    private final Set<String> used = new HashSet<>();

    Names(Map<String, String> names, Map<String, AttributeValue> values) {
        this.names = names;
        this.values = values;
    }

    String attribute(String path) {
        if (!path.startsWith("#")) {
            return path;
        }
        String name = names.get(path);
        if (name == null) {
            throw Refusals.validation("An expression attribute name used in the document path is not defined; "
                    + "attribute name: " + path);
        }
        return name;
    }

    AttributeValue value(String placeholder) {
        AttributeValue value = values.get(placeholder);
        if (value == null) {
            throw Refusals.validation("An expression attribute value used in expression is not defined; "
                    + "attribute value: " + placeholder);
        }
        return value;
    }

    /** Notes that an expression names this path or value. */
    void touch(String placeholder) {
        used.add(placeholder);
    }

    /** Ends the look at a request's expressions. */
    void requireAllUsed() {
        requireUsed(names.keySet(), "ExpressionAttributeNames");
        requireUsed(values.keySet(), "ExpressionAttributeValues");
    }

    private void requireUsed(Set<String> given, String member) {
        for (String placeholder : given) {
            if (!used.contains(placeholder)) {
                throw Refusals.validation("Value provided in " + member + " unused in expressions: keys: {"
                        + placeholder + "}");
            }
        }
    }
}
