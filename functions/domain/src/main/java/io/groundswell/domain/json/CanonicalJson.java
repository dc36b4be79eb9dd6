package io.groundswell.domain.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * OLPC canonical JSON: the byte form over which audit hashes and TUF signatures are computed.
 *
 * <p>Values are {@link Map} with string keys, {@link List}, {@link String}, {@link Long}, {@link Integer},
 * {@link Boolean} and {@code null}. Object keys are sorted by code point, there is no white space, and a string
 * escapes only {@code "} and {@code \}. Fractions and unpaired surrogates have no canonical form and are refused.
 */
public final class CanonicalJson {

    /** String comparison by code point; {@link String#compareTo} would order surrogate pairs wrongly. */
    private static final Comparator<String> BY_CODE_POINT = (a, b) -> {
        byte[] left = a.getBytes(StandardCharsets.UTF_8);
        byte[] right = b.getBytes(StandardCharsets.UTF_8);
        return Arrays.compareUnsigned(left, right);
    };

    private CanonicalJson() {
    }

    /**
     * The canonical bytes of a value.
     *
     * @throws IllegalArgumentException if the value holds a type that canonical JSON cannot carry
     */
    public static byte[] encode(Object value) {
        return encodeToString(value).getBytes(StandardCharsets.UTF_8);
    }

    /** The canonical form as text; its UTF-8 bytes are {@link #encode(Object)}. */
    public static String encodeToString(Object value) {
        StringBuilder out = new StringBuilder();
        write(value, out);
        return out.toString();
    }

    private static void write(Object value, StringBuilder out) {
        switch (value) {
            case null -> out.append("null");
            case String s -> writeString(s, out);
            case Boolean b -> out.append(b);
            case Long n -> out.append(n);
            case Integer n -> out.append(n);
            case List<?> items -> writeArray(items, out);
            case Map<?, ?> members -> writeObject(members, out);
            default -> throw new IllegalArgumentException(
                    "canonical JSON carries objects, arrays, strings, integers, booleans and null, found "
                            + value.getClass().getName());
        }
    }

    private static void writeString(String s, StringBuilder out) {
        requireUnicode(s);
        out.append('"');
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\');
            }
            out.append(c);
        }
        out.append('"');
    }

    /** UTF-8 would write every unpaired surrogate as the same {@code ?}, so that different texts had one digest. */
    private static void requireUnicode(String s) {
        if (s.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
            throw new IllegalArgumentException("a canonical JSON string is Unicode text, found an unpaired surrogate");
        }
    }

    private static void writeArray(List<?> items, StringBuilder out) {
        out.append('[');
        for (Iterator<?> it = items.iterator(); it.hasNext(); ) {
            write(it.next(), out);
            if (it.hasNext()) {
                out.append(',');
            }
        }
        out.append(']');
    }

    private static void writeObject(Map<?, ?> members, StringBuilder out) {
        TreeMap<String, Object> sorted = new TreeMap<>(BY_CODE_POINT);
        members.forEach((key, member) -> {
            if (!(key instanceof String name)) {
                throw new IllegalArgumentException("a canonical JSON object key is a string, found " + key);
            }
            requireUnicode(name);
            sorted.put(name, member);
        });
        out.append('{');
        for (Iterator<Map.Entry<String, Object>> it = sorted.entrySet().iterator(); it.hasNext(); ) {
            Map.Entry<String, Object> member = it.next();
            writeString(member.getKey(), out);
            out.append(':');
            write(member.getValue(), out);
            if (it.hasNext()) {
                out.append(',');
            }
        }
        out.append('}');
    }
}
