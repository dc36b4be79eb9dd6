package io.groundswell.simulation.dynamodb;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What an update does to an item: {@code SET} and {@code ADD} of numbers. */
record Update(List<Action> actions) {

    Update {
        actions = List.copyOf(actions);
    }

    /** One assignment or addition. */
    sealed interface Action {

        String path();

        /** {@code SET path = value}. */
        record Assign(String path, String value) implements Action {
        }

        /** {@code SET path = source + value}. */
        record Sum(String path, String source, String value) implements Action {
        }

        /** {@code ADD path value}; an absent attribute counts as zero. */
        record Add(String path, String value) implements Action {
        }
    }

    /** The item as the update leaves it. */
    Map<String, AttributeValue> apply(Map<String, AttributeValue> item, Names names) {
        Map<String, AttributeValue> next = new LinkedHashMap<>(item);
        for (Action action : actions) {
            String attribute = names.attribute(action.path());
            if (attribute.equals(ItemKey.PK) || attribute.equals(ItemKey.SK)) {
                throw Refusals.validation("One or more parameter values were invalid: Cannot update attribute "
                        + attribute + ". This attribute is part of the key");
            }
            next.put(attribute, switch (action) {
                case Action.Assign(String path, String value) -> names.value(value);
                case Action.Sum(String path, String source, String value) -> sum(Optional.ofNullable(
                        item.get(names.attribute(source))).orElseThrow(() -> Refusals.validation(
                                "The provided expression refers to an attribute that does not exist in the item")),
                        names.value(value));
                case Action.Add(String path, String value) -> sum(
                        item.getOrDefault(attribute, AttributeValue.fromN("0")), names.value(value));
            });
        }
        return next;
    }

    void visit(Consumer<String> placeholders) {
        for (Action action : actions) {
            placeholders.accept(action.path());
            switch (action) {
                case Action.Assign assign -> placeholders.accept(assign.value());
                case Action.Add add -> placeholders.accept(add.value());
                case Action.Sum sum -> {
                    placeholders.accept(sum.source());
                    placeholders.accept(sum.value());
                }
            }
        }
    }

    private static AttributeValue sum(AttributeValue left, AttributeValue right) {
        if (left.n() == null || right.n() == null) {
            throw Refusals.validation("An operand in the update expression has an incorrect data type");
        }
        return AttributeValue.fromN(new BigDecimal(left.n()).add(new BigDecimal(right.n())).toPlainString());
    }
}
