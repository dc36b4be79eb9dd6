package io.groundswell.local.stepfunctions.jsonata;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One token of an expression, as far as finding variable references needs: comments are gone, literals are opaque. */
record Token(Kind kind, String text) {

    enum Kind { VARIABLE, NAME, LITERAL, OPERATOR }

    private static final Pattern SPACE = Pattern.compile("(?:\\s|/\\*(?s:.*?)\\*/)+");
    private static final Pattern VARIABLE = Pattern.compile("\\$(\\$|[\\p{L}_][\\p{L}\\p{N}_]*)?");
    private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*|`([^`]*)`");
    private static final Pattern LITERAL = Pattern.compile(
            "\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*'|[0-9]+(?:\\.[0-9]+)?(?:[eE][-+]?[0-9]+)?");
    private static final Pattern REGEX = Pattern.compile("/(?:[^/\\\\]|\\\\.)+/[im]*");
    private static final Pattern OPERATOR = Pattern.compile(":=|(?s:.)");
    private static final Set<String> WORD_OPERATORS = Set.of("and", "or", "in");

    static List<Token> scan(String source) {
        List<Token> tokens = new ArrayList<>();
        Matcher at = SPACE.matcher(source);
        int position = 0;
        while (position < source.length()) {
            at.region(position, source.length());
            if (!at.usePattern(SPACE).lookingAt()) {
                tokens.add(next(at, tokens));
            }
            position = at.end();
        }
        return tokens;
    }

    private static Token next(Matcher at, List<Token> before) {
        if (at.usePattern(VARIABLE).lookingAt()) {
            return new Token(Kind.VARIABLE, at.group(1) == null ? "" : at.group(1));
        }
        if (at.usePattern(NAME).lookingAt()) {
            return new Token(Kind.NAME, at.group(1) == null ? at.group() : at.group(1));
        }
        if (at.usePattern(LITERAL).lookingAt() || !endsValue(before) && at.usePattern(REGEX).lookingAt()) {
            return new Token(Kind.LITERAL, at.group());
        }
        if (!at.usePattern(OPERATOR).lookingAt()) {
            throw new IllegalStateException("any character is an operator");
        }
        return new Token(Kind.OPERATOR, at.group());
    }

    /** Whether a value ends here, so that a slash divides; anywhere else it opens a regular expression. */
    private static boolean endsValue(List<Token> before) {
        if (before.isEmpty()) {
            return false;
        }
        Token last = before.getLast();
        return last.kind() == Kind.OPERATOR
                ? Set.of(")", "]", "}").contains(last.text())
                : last.kind() != Kind.NAME || !WORD_OPERATORS.contains(last.text());
    }
}
