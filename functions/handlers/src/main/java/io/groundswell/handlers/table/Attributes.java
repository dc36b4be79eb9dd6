package io.groundswell.handlers.table;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Plain values as attribute values: text, integers, booleans, lists and maps; nothing else is stored. */
final class Attributes {

    private Attributes() {
    }

    static AttributeValue of(Object value) {
        return switch (value) {
            case String text -> AttributeValue.fromS(text);
            case Long number -> AttributeValue.fromN(number.toString());
            case Integer number -> AttributeValue.fromN(number.toString());
            case Boolean flag -> AttributeValue.fromBool(flag);
            case List<?> list -> AttributeValue.fromL(list.stream().map(Attributes::of).toList());
            case Map<?, ?> map -> {
                Map<String, AttributeValue> members = new LinkedHashMap<>();
                map.forEach((name, member) -> members.put((String) name, of(member)));
                yield AttributeValue.fromM(members);
            }
            default -> throw new IllegalArgumentException(
                    "an attribute is text, an integer, a boolean, a list or a map, found " + value.getClass().getName());
        };
    }

    static Map<String, Object> toValues(Map<String, AttributeValue> attributes) {
        Map<String, Object> values = new LinkedHashMap<>();
        attributes.forEach((name, value) -> values.put(name, toValue(value)));
        return values;
    }

    private static Object toValue(AttributeValue value) {
        return switch (value.type()) {
            case S -> value.s();
            case N -> Long.valueOf(value.n());
            case BOOL -> value.bool();
            case M -> toValues(value.m());
            case L -> {
                List<Object> list = new ArrayList<>();
                value.l().forEach(member -> list.add(toValue(member)));
                yield list;
            }
            case SS, NS, BS, B, NUL, UNKNOWN_TO_SDK_VERSION -> throw new IllegalStateException(
                    "an attribute is text, an integer, a boolean, a list or a map, found type " + value.type());
        };
    }
}
