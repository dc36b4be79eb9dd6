package io.groundswell.simulation.dynamodb;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Reads expressions; the same text is read once. */
final class Expressions {

    private static final Set<String> COMPARISONS = Set.of("=", "<>", "<", "<=", ">", ">=");
    private static final Map<String, Condition> CONDITIONS = new ConcurrentHashMap<>();
    private static final Map<String, Update> UPDATES = new ConcurrentHashMap<>();

    private Expressions() {
    }

    static Condition condition(String expression) {
        return CONDITIONS.computeIfAbsent(expression, text -> {
            Tokens tokens = new Tokens(text);
            Condition condition = or(tokens);
            requireEnd(tokens, text);
            return condition;
        });
    }

    static Update update(String expression) {
        return UPDATES.computeIfAbsent(expression, text -> {
            Tokens tokens = new Tokens(text);
            List<Update.Action> actions = new ArrayList<>();
            if (tokens.skip("SET")) {
                do {
                    actions.add(assignment(tokens));
                } while (tokens.skip(","));
            } else {
                tokens.expect("ADD");
                do {
                    actions.add(new Update.Action.Add(tokens.path(), tokens.value()));
                } while (tokens.skip(","));
            }
            requireEnd(tokens, text);
            return new Update(actions);
        });
    }

    private static Update.Action assignment(Tokens tokens) {
        String path = tokens.path();
        tokens.expect("=");
        if (tokens.peek().startsWith(":")) {
            return new Update.Action.Assign(path, tokens.value());
        }
        String source = tokens.path();
        tokens.expect("+");
        return new Update.Action.Sum(path, source, tokens.value());
    }

    private static Condition or(Tokens tokens) {
        Condition left = and(tokens);
        while (tokens.skip("OR")) {
            left = new Condition.Or(left, and(tokens));
        }
        return left;
    }

    private static Condition and(Tokens tokens) {
        Condition left = single(tokens);
        while (tokens.skip("AND")) {
            left = new Condition.And(left, single(tokens));
        }
        return left;
    }

    private static Condition single(Tokens tokens) {
        if (tokens.skip("(")) {
            Condition inner = or(tokens);
            tokens.expect(")");
            return inner;
        }
        String word = tokens.path();
        return tokens.skip("(") ? function(word, tokens) : comparison(word, tokens);
    }

    private static Condition comparison(String path, Tokens tokens) {
        String operator = tokens.take();
        if (!COMPARISONS.contains(operator)) {
            throw Refusals.unknown("the comparison " + operator);
        }
        return new Condition.Compare(path, operator, tokens.value());
    }

    private static Condition function(String name, Tokens tokens) {
        Condition condition = switch (name) {
            case "attribute_exists" -> new Condition.Exists(tokens.path(), true);
            case "attribute_not_exists" -> new Condition.Exists(tokens.path(), false);
            case "begins_with" -> {
                String path = tokens.path();
                tokens.expect(",");
                yield new Condition.BeginsWith(path, tokens.value());
            }
            default -> throw Refusals.unknown("the function " + name);
        };
        tokens.expect(")");
        return condition;
    }

    private static void requireEnd(Tokens tokens, String text) {
        if (!tokens.atEnd()) {
            throw Refusals.unknown("'" + tokens.peek() + "' in the expression " + text);
        }
    }
}
