package io.groundswell.tuf.client;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * JSON as a page of the specification describes it, sharing no code with the product: a lenient reader, a writer that
 * keeps the order of members, and canonical JSON.
 */
final class NaiveJson {

    private final String text;
    private int at;

    private NaiveJson(String text) {
        this.text = text;
    }

    /** The value that the bytes hold; of a repeated key the last one counts, what follows the value does not. */
    static Object read(byte[] bytes) {
        return new NaiveJson(new String(bytes, StandardCharsets.UTF_8)).value();
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> readObject(byte[] bytes) {
        return (Map<String, Object>) read(bytes);
    }

    static byte[] write(Object value) {
        return write(value, new StringBuilder(), false).toString().getBytes(StandardCharsets.UTF_8);
    }

    static byte[] canonical(Object value) {
        return write(value, new StringBuilder(), true).toString().getBytes(StandardCharsets.UTF_8);
    }

    private Object value() {
        skipSpace();
        char c = text.charAt(at);
        return switch (c) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> literal("true", true);
            case 'f' -> literal("false", false);
            case 'n' -> literal("null", null);
            default -> number();
        };
    }

    private Map<String, Object> object() {
        Map<String, Object> members = new LinkedHashMap<>();
        for (boolean more = opens('}'); more; more = continues('}')) {
            skipSpace();
            String name = string();
            expect(':');
            members.put(name, value());
        }
        return members;
    }

    private List<Object> array() {
        List<Object> items = new ArrayList<>();
        for (boolean more = opens(']'); more; more = continues(']')) {
            items.add(value());
        }
        return items;
    }

    private boolean opens(char end) {
        at++;
        skipSpace();
        if (text.charAt(at) == end) {
            at++;
            return false;
        }
        return true;
    }

    private boolean continues(char end) {
        skipSpace();
        char c = text.charAt(at++);
        if (c != ',' && c != end) {
            throw new IllegalArgumentException("expected , or " + end + " at " + (at - 1));
        }
        return c == ',';
    }

    private void expect(char c) {
        skipSpace();
        if (text.charAt(at++) != c) {
            throw new IllegalArgumentException("expected " + c + " at " + (at - 1));
        }
    }

    private String string() {
        expect('"');
        StringBuilder out = new StringBuilder();
        for (char c = text.charAt(at++); c != '"'; c = text.charAt(at++)) {
            out.append(c == '\\' ? escaped() : c);
        }
        return out.toString();
    }

    private char escaped() {
        char c = text.charAt(at++);
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> {
                at += 4;
                yield (char) Integer.parseInt(text.substring(at - 4, at), 16);
            }
            default -> c;
        };
    }

    private Object literal(String word, Object meaning) {
        if (!text.startsWith(word, at)) {
            throw new IllegalArgumentException("expected " + word + " at " + at);
        }
        at += word.length();
        return meaning;
    }

    private Long number() {
        int from = at;
        while (at < text.length() && "-0123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return Long.parseLong(text.substring(from, at));
    }

    private void skipSpace() {
        while (Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private static StringBuilder write(Object value, StringBuilder out, boolean canonical) {
        if (value instanceof Map<?, ?> members) {
            String separator = "{";
            for (Map.Entry<?, ?> member : (canonical ? new TreeMap<>(members) : members).entrySet()) {
                write(member.getKey(), out.append(separator), canonical);
                write(member.getValue(), out.append(':'), canonical);
                separator = ",";
            }
            return out.append(members.isEmpty() ? "{}" : "}");
        }
        if (value instanceof List<?> items) {
            String separator = "[";
            for (Object item : items) {
                write(item, out.append(separator), canonical);
                separator = ",";
            }
            return out.append(items.isEmpty() ? "[]" : "]");
        }
        if (value instanceof String s) {
            String quoted = s.replace("\\", "\\\\").replace("\"", "\\\"");
            return out.append('"').append(canonical ? quoted : quoted.replace("\n", "\\n")).append('"');
        }
        return out.append(value);
    }
}
