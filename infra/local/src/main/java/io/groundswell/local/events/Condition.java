package io.groundswell.local.events;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One condition on a leaf of an event. */
@FunctionalInterface
interface Condition {

    boolean holds(JsonNode value);

    static Condition of(String field, JsonNode condition) {
        if (!condition.isObject()) {
            return onValue(value -> same(value, condition));
        }
        if (condition.size() != 1) {
            throw new IllegalArgumentException("pattern field " + field + ": expected one operator, found " + condition);
        }
        Map.Entry<String, JsonNode> operator = condition.properties().iterator().next();
        JsonNode operand = operator.getValue();
        return switch (operator.getKey()) {
            case "exists" -> exists(flag(field, operand));
            case "prefix" -> {
                String prefix = text(field, operand);
                yield onValue(value -> value.isTextual() && value.textValue().startsWith(prefix));
            }
            case "suffix" -> {
                String suffix = text(field, operand);
                yield onValue(value -> value.isTextual() && value.textValue().endsWith(suffix));
            }
            case "equals-ignore-case" -> {
                String other = text(field, operand).toLowerCase(Locale.ROOT);
                yield onValue(value -> value.isTextual() && value.textValue().toLowerCase(Locale.ROOT).equals(other));
            }
            case "anything-but" -> anythingBut(field, operand);
            default -> throw new IllegalArgumentException(
                    "pattern field " + field + ": the operator " + operator.getKey() + " is not implemented locally");
        };
    }

    private static Condition exists(boolean wanted) {
        return value -> {
            boolean leaf = !value.isMissingNode() && !value.isObject();
            return wanted ? leaf : value.isMissingNode();
        };
    }

    private static Condition anythingBut(String field, JsonNode operand) {
        List<JsonNode> excluded = new ArrayList<>();
        if (operand.isArray()) {
            operand.forEach(excluded::add);
        } else {
            excluded.add(operand);
        }
        if (excluded.isEmpty() || excluded.stream().anyMatch(value -> !value.isTextual() && !value.isNumber())) {
            throw new IllegalArgumentException(
                    "pattern field " + field + ": anything-but takes texts and numbers locally, found " + operand);
        }
        return value -> leaves(value).stream().anyMatch(leaf -> excluded.stream().noneMatch(other -> same(leaf, other)));
    }

    private static Condition onValue(Condition condition) {
        return value -> leaves(value).stream().anyMatch(condition::holds);
    }

    /** The value, or for an array each of its elements; nothing for what is absent or an object. */
    private static List<JsonNode> leaves(JsonNode value) {
        if (value.isMissingNode() || value.isObject()) {
            return List.of();
        }
        if (!value.isArray()) {
            return List.of(value);
        }
        List<JsonNode> elements = new ArrayList<>();
        value.forEach(elements::add);
        return elements;
    }

    private static boolean same(JsonNode value, JsonNode wanted) {
        return value.isNumber() && wanted.isNumber()
                ? value.decimalValue().compareTo(wanted.decimalValue()) == 0
                : value.equals(wanted);
    }

    private static boolean flag(String field, JsonNode operand) {
        if (!operand.isBoolean()) {
            throw new IllegalArgumentException("pattern field " + field + ": exists takes true or false, found " + operand);
        }
        return operand.booleanValue();
    }

    private static String text(String field, JsonNode operand) {
        if (!operand.isTextual()) {
            throw new IllegalArgumentException("pattern field " + field + ": expected text, found " + operand);
        }
        return operand.textValue();
    }
}
