package io.groundswell.simulation.dynamodb;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words and signs of an expression, taken one after the other. */
final class Tokens {

    private static final Pattern TOKEN = Pattern.compile("\\s*([A-Za-z_#:][A-Za-z0-9_]*|<=|>=|<>|[=<>(),+-])");

    private final String expression;
    private final List<String> tokens = new ArrayList<>();
    private int next;

    Tokens(String expression) {
        this.expression = expression;
        Matcher matcher = TOKEN.matcher(expression);
        int at = 0;
        while (at < expression.length()) {
            matcher.region(at, expression.length());
            if (!matcher.lookingAt()) {
                throw Refusals.unknown("'" + expression.substring(at) + "' in the expression " + expression);
            }
            tokens.add(matcher.group(1));
            at = matcher.end();
        }
    }

    boolean atEnd() {
        return next == tokens.size();
    }

    /** The next token, which stays. */
    String peek() {
        return atEnd() ? "" : tokens.get(next);
    }

    String take() {
        if (atEnd()) {
            throw Refusals.validation("Invalid expression: unexpected end of " + expression);
        }
        return tokens.get(next++);
    }

    /** Takes the next token if it is this word, in any case, or sign. */
    boolean skip(String token) {
        boolean found = peek().toUpperCase(Locale.ROOT).equals(token);
        if (found) {
            next++;
        }
        return found;
    }

    void expect(String token) {
        if (!skip(token)) {
            throw Refusals.unknown("'" + peek() + "' where " + token + " is expected in the expression " + expression);
        }
    }

    /** A placeholder of a value, such as {@code :rev}. */
    String value() {
        String token = take();
        if (!token.startsWith(":")) {
            throw Refusals.unknown("the operand " + token + " in the expression " + expression);
        }
        return token;
    }

    /** The name of a top-level attribute, or its placeholder. */
    String path() {
        String token = take();
        if (!token.matches("#?[A-Za-z_][A-Za-z0-9_]*")) {
            throw Refusals.unknown("the path " + token + " in the expression " + expression);
        }
        return token;
    }
}
