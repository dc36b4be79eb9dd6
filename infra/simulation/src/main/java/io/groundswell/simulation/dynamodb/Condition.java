package io.groundswell.simulation.dynamodb;

import java.math.BigDecimal;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A condition on an item; an absent item is one without attributes. */
sealed interface Condition {

    boolean holds(Map<String, AttributeValue> item, Names names);

    /** Visits every placeholder, because one that evaluation does not reach is used all the same. */
    void visit(Consumer<String> placeholders);

    /** The given condition and the other one. */
    record And(Condition left, Condition right) implements Condition {
        @Override
        public boolean holds(Map<String, AttributeValue> item, Names names) {
            return left.holds(item, names) && right.holds(item, names);
        }

        @Override
        public void visit(Consumer<String> placeholders) {
            left.visit(placeholders);
            right.visit(placeholders);
        }
    }

    /** One of the two, or both. */
    record Or(Condition left, Condition right) implements Condition {
        @Override
        public boolean holds(Map<String, AttributeValue> item, Names names) {
            return left.holds(item, names) || right.holds(item, names);
        }

        @Override
        public void visit(Consumer<String> placeholders) {
            left.visit(placeholders);
            right.visit(placeholders);
        }
    }

    /** Whether the attribute is there, or is not. */
    record Exists(String path, boolean wanted) implements Condition {
        @Override
        public boolean holds(Map<String, AttributeValue> item, Names names) {
            return item.containsKey(names.attribute(path)) == wanted;
        }

        @Override
        public void visit(Consumer<String> placeholders) {
            placeholders.accept(path);
        }
    }

    /** Whether a text begins with another. */
    record BeginsWith(String path, String value) implements Condition {
        @Override
        public boolean holds(Map<String, AttributeValue> item, Names names) {
            AttributeValue found = item.get(names.attribute(path));
            return found != null && found.s() != null && found.s().startsWith(names.value(value).s());
        }

        @Override
        public void visit(Consumer<String> placeholders) {
            placeholders.accept(path);
            placeholders.accept(value);
        }
    }

    /** A comparison with a value; an absent attribute or one of another type compares to nothing. */
    record Compare(String path, String operator, String value) implements Condition {
        @Override
        public boolean holds(Map<String, AttributeValue> item, Names names) {
            AttributeValue found = item.get(names.attribute(path));
            AttributeValue wanted = names.value(value);
            if (found == null || found.type() != wanted.type()) {
                return operator.equals("<>");
            }
            if (operator.equals("=") || operator.equals("<>")) {
                return same(found, wanted) == operator.equals("=");
            }
            int order = compare(found, wanted);
            return switch (operator) {
                case "<" -> order < 0;
                case "<=" -> order <= 0;
                case ">" -> order > 0;
                case ">=" -> order >= 0;
                default -> throw Refusals.unknown("the comparison " + operator);
            };
        }

        @Override
        public void visit(Consumer<String> placeholders) {
            placeholders.accept(path);
            placeholders.accept(value);
        }
    }

    private static boolean same(AttributeValue left, AttributeValue right) {
        return left.type() == AttributeValue.Type.N
                ? compare(left, right) == 0 : left.equals(right);
    }

    /** The order of two texts or two numbers. */
    static int compare(AttributeValue left, AttributeValue right) {
        return switch (left.type()) {
            case S -> left.s().compareTo(right.s());
            case N -> new BigDecimal(left.n()).compareTo(new BigDecimal(right.n()));
            default -> throw Refusals.unknown("an order of " + left.type() + " values");
        };
    }
}
