package io.groundswell.local.iam;

import java.util.List;
import java.util.Set;

/**
 * One condition of a statement: an operator, a key and the values it is compared with.
 *
 * <p>An absent key fails, unless the operator is negated or ends in {@code IfExists}, or the condition is {@code ForAllValues}.
 */
record Condition(Quantifier quantifier, Operator operator, boolean ifExists, String key, List<String> expected) {

    static final String LEADING_KEYS = "dynamodb:leadingkeys";
    /** Actions whose requests name their items; LocalCloud does not read the partition key out of a query's expression. */
    private static final Set<String> NAMING_ITEMS = Set.of("dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:PutItem", "dynamodb:UpdateItem",
            "dynamodb:DeleteItem", "dynamodb:BatchWriteItem", "dynamodb:ConditionCheckItem");

    private enum Quantifier { SINGLE, ANY, ALL }

    /** The comparison of one found value with one expected value. */
    private enum Operator {
        STRING_EQUALS("StringEquals", false),
        STRING_NOT_EQUALS("StringNotEquals", true),
        STRING_EQUALS_IGNORE_CASE("StringEqualsIgnoreCase", false),
        STRING_LIKE("StringLike", false),
        STRING_NOT_LIKE("StringNotLike", true),
        ARN_EQUALS("ArnEquals", false),
        ARN_LIKE("ArnLike", false),
        ARN_NOT_LIKE("ArnNotLike", true),
        BOOL("Bool", false),
        NULL("Null", false);

        private final String written;
        private final boolean negated;

        Operator(String written, boolean negated) {
            this.written = written;
            this.negated = negated;
        }

        static Operator named(String name) {
            for (Operator operator : values()) {
                if (operator.written.equals(name)) {
                    return operator;
                }
            }
            throw new IllegalArgumentException("policy Condition: operator '" + name + "' is not supported");
        }

        boolean matches(String pattern, String value) {
            return switch (this) {
                case STRING_EQUALS, STRING_NOT_EQUALS -> pattern.equals(value);
                case STRING_EQUALS_IGNORE_CASE, BOOL -> pattern.equalsIgnoreCase(value);
                case STRING_LIKE, STRING_NOT_LIKE -> Wildcard.matches(pattern, value);
                case ARN_EQUALS, ARN_LIKE, ARN_NOT_LIKE -> Wildcard.matchesArn(pattern, value);
                case NULL -> throw new IllegalStateException("Null compares presence, not values");
            };
        }
    }

    Condition {
        expected = List.copyOf(expected);
        if (!Context.knows(key)) {
            throw new IllegalArgumentException("policy Condition: key '" + key + "' is not supported; known are " + Context.known());
        }
    }

    static Condition of(String written, String key, List<String> expected) {
        Quantifier quantifier = written.startsWith("ForAllValues:") ? Quantifier.ALL : written.startsWith("ForAnyValue:") ? Quantifier.ANY : Quantifier.SINGLE;
        String name = written.substring(written.indexOf(':') + 1);
        boolean ifExists = name.endsWith("IfExists");
        Operator operator = Operator.named(ifExists ? name.substring(0, name.length() - "IfExists".length()) : name);
        return new Condition(quantifier, operator, ifExists, key, expected);
    }

    /**
     * Refuses actions for which the key is not supplied, because the condition would not bind them.
     *
     * @throws IllegalArgumentException naming the action
     */
    void requireSupplied(List<String> actions) {
        if (key.equalsIgnoreCase(LEADING_KEYS)) {
            actions.stream().filter(action -> !NAMING_ITEMS.contains(action)).findFirst().ifPresent(action -> {
                throw new IllegalArgumentException("policy Condition: key '" + key + "' is supported for " + NAMING_ITEMS.stream().sorted().toList()
                        + ", found Action '" + action + "'");
            });
        }
    }

    boolean holds(Context context) {
        var found = context.get(key);
        if (operator == Operator.NULL) {
            return expected.contains(String.valueOf(found.isEmpty()));
        }
        if (found.isEmpty()) {
            return ifExists || operator.negated || quantifier == Quantifier.ALL;
        }
        return quantifier == Quantifier.ALL ? found.stream().allMatch(this::accepts) : found.stream().anyMatch(this::accepts);
    }

    private boolean accepts(String value) {
        boolean listed = expected.stream().anyMatch(pattern -> operator.matches(pattern, value));
        return listed != operator.negated;
    }
}
