package io.groundswell.local.stepfunctions.jsonata;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The names an expression refers to, read from its tokens.
 *
 * @param variables free variables: neither bound inside the expression nor {@code states} nor built in
 * @param states the members of {@code $states} that are named
 * @param rootContext whether {@code $$} occurs
 */
public record References(Set<String> variables, Set<String> states, boolean rootContext) {

    private static final Set<String> BUILT_IN = Set.of("sum", "count", "max", "min", "average", "string", "substring",
            "substringBefore", "substringAfter", "lowercase", "uppercase", "length", "trim", "pad", "match", "contains",
            "replace", "split", "join", "formatNumber", "formatBase", "formatInteger", "parseInteger", "number",
            "floor", "ceil", "round", "abs", "sqrt", "power", "boolean", "not", "map", "zip", "filter", "single",
            "reduce", "sift", "keys", "lookup", "append", "exists", "spread", "merge", "reverse", "each", "error",
            "assert", "type", "sort", "shuffle", "distinct", "base64encode", "base64decode", "encodeUrlComponent",
            "encodeUrl", "decodeUrlComponent", "decodeUrl", "toMillis", "fromMillis", "clone");

    public References {
        variables = Set.copyOf(variables);
        states = Set.copyOf(states);
    }

    static References in(String source) {
        List<Token> tokens = Token.scan(source);
        Set<String> bound = new HashSet<>();
        Set<String> used = new TreeSet<>();
        Set<String> states = new TreeSet<>();
        boolean root = false;
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (token.kind() != Token.Kind.VARIABLE) {
                continue;
            }
            root |= token.text().equals("$");
            if (isBinding(tokens, i)) {
                bound.add(token.text());
            } else if (token.text().equals("states")) {
                member(tokens, i).ifPresent(states::add);
            } else {
                used.add(token.text());
            }
        }
        used.removeAll(bound);
        used.removeAll(BUILT_IN);
        used.removeAll(ServiceFunctions.NAMES);
        used.removeAll(Set.of("", "$"));
        return new References(used, states, root);
    }

    private static boolean isBinding(List<Token> tokens, int i) {
        if (i + 1 < tokens.size() && tokens.get(i + 1).text().equals(":=")) {
            return true;
        }
        if (i > 0 && Set.of("@", "#").contains(tokens.get(i - 1).text())) {
            return true;
        }
        int open = i - 1;
        while (open >= 0 && (tokens.get(open).kind() == Token.Kind.VARIABLE || tokens.get(open).text().equals(","))) {
            open--;
        }
        return open > 0 && tokens.get(open).text().equals("(")
                && Set.of("function", "λ").contains(tokens.get(open - 1).text());
    }

    private static Optional<String> member(List<Token> tokens, int i) {
        boolean path = i + 2 < tokens.size() && tokens.get(i + 1).text().equals(".")
                && tokens.get(i + 2).kind() == Token.Kind.NAME;
        return path ? Optional.of(tokens.get(i + 2).text()) : Optional.empty();
    }
}
