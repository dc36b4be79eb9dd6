package io.groundswell.simulation.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** Requests as a trace shows them. */
final class Shown {

    private Shown() {
    }

    static String key(Map<String, AttributeValue> key) {
        return key.get("PK").s() + "/" + key.get("SK").s();
    }

    /** Maps in the order of their keys, so that a trace is the same every time. */
    static String value(Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<String, String> sorted = new TreeMap<>();
                map.forEach((name, member) -> sorted.put((String) name, value(member)));
                yield sorted.toString();
            }
            case JsonNode object when object.isObject() -> {
                Map<String, String> sorted = new TreeMap<>();
                object.properties().forEach(member -> sorted.put(member.getKey(), value(member.getValue())));
                yield sorted.toString();
            }
            case JsonNode list when list.isArray() -> list.valueStream().map(Shown::value).toList().toString();
            case JsonNode leaf -> leaf.asText();
            case List<?> list -> list.stream().map(Shown::value).toList().toString();
            default -> value.toString();
        };
    }

    static String item(Map<String, AttributeValue> item) {
        StringBuilder shown = new StringBuilder(key(item));
        for (String name : new String[] {"rev", "status", "state", "open_wave", "epoch", "type"}) {
            Optional.ofNullable(item.get(name)).ifPresent(value -> shown.append(' ').append(name).append('=')
                    .append(value.s() != null ? value.s() : value.n()));
        }
        return shown.toString();
    }

    static String action(TransactWriteItem action) {
        if (action.put() != null) {
            return "put " + item(action.put().item());
        }
        if (action.update() != null) {
            return "update " + key(action.update().key());
        }
        return action.delete() != null ? "delete " + key(action.delete().key())
                : "check " + key(action.conditionCheck().key());
    }

    /** The value of the hash key, which is the first that the product's key conditions name. */
    static String hash(QueryRequest request) {
        String condition = request.keyConditionExpression();
        String placeholder = condition.substring(condition.indexOf(':')).split("[ ,)]", 2)[0];
        return request.expressionAttributeValues().get(placeholder).s();
    }

    static String prefix(QueryRequest request) {
        return Optional.ofNullable(request.expressionAttributeValues().get(":prefix")).map(AttributeValue::s).orElse("");
    }
}
