package io.groundswell.tuf;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Takes typed fields out of one JSON object, naming the place in every refusal; what is left over is unrecognized. */
final class JsonFields {

    private static final DateTimeFormatter EXPIRES =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT)
                    .withResolverStyle(ResolverStyle.STRICT);

    private final String where;
    private final Map<String, Object> left;

    private JsonFields(String where, Map<String, Object> left) {
        this.where = where;
        this.left = left;
    }

    static JsonFields of(String where, Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw refuse(where + ": expected an object, found " + describe(value));
        }
        Map<String, Object> left = new LinkedHashMap<>();
        map.forEach((name, member) -> left.put((String) name, member));
        return new JsonFields(where, left);
    }

    /** The form in which an expiry is written. */
    static String formatExpires(Instant expires) {
        return EXPIRES.format(expires.atOffset(ZoneOffset.UTC));
    }

    boolean has(String name) {
        return left.containsKey(name);
    }

    String text(String name) {
        Object value = take(name);
        if (!(value instanceof String s)) {
            throw refuse(at(name) + ": expected a string, found " + describe(value));
        }
        return s;
    }

    boolean flag(String name) {
        Object value = take(name);
        if (!(value instanceof Boolean b)) {
            throw refuse(at(name) + ": expected true or false, found " + describe(value));
        }
        return b;
    }

    boolean flagOr(String name, boolean absent) {
        return has(name) ? flag(name) : absent;
    }

    long atLeast(String name, long minimum) {
        Object value = take(name);
        if (!(value instanceof Long n) || n < minimum) {
            throw refuse(at(name) + ": expected an integer of " + minimum + " or more, found " + describe(value));
        }
        return n;
    }

    int threshold(String name) {
        return (int) Math.min(atLeast(name, 1), Integer.MAX_VALUE);
    }

    Instant expires(String name) {
        String text = text(name);
        try {
            return LocalDateTime.parse(text, EXPIRES).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw new MetadataRefused(MetadataRefused.Reason.MALFORMED,
                    at(name) + ": expected YYYY-MM-DDTHH:MM:SSZ, found \"" + text + "\"", e);
        }
    }

    JsonFields object(String name) {
        return of(at(name), take(name));
    }

    /** The members of an object whose keys are names chosen by the signer. */
    Map<String, Object> members(String name) {
        return object(name).rest();
    }

    List<Object> items(String name) {
        Object value = take(name);
        if (!(value instanceof List<?> list)) {
            throw refuse(at(name) + ": expected an array, found " + describe(value));
        }
        return Collections.unmodifiableList(new ArrayList<>(list));
    }

    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (Object item : items(name)) {
            if (!(item instanceof String s)) {
                throw refuse(at(name) + ": expected strings, found " + describe(item));
            }
            texts.add(s);
        }
        return List.copyOf(texts);
    }

    Map<String, String> hashes(String name) {
        Map<String, String> hashes = new LinkedHashMap<>();
        members(name).forEach((algorithm, digest) -> {
            if (!(digest instanceof String hex)) {
                throw refuse(at(name) + "." + algorithm + ": expected a hex string, found " + describe(digest));
            }
            hashes.put(algorithm, hex);
        });
        if (hashes.isEmpty()) {
            throw refuse(at(name) + ": expected at least one hash, found none");
        }
        return hashes;
    }

    /** What nobody took: fields that this version does not know and keeps. */
    Map<String, Object> rest() {
        return Collections.unmodifiableMap(new LinkedHashMap<>(left));
    }

    String at(String name) {
        return where + "." + name;
    }

    private Object take(String name) {
        if (!left.containsKey(name)) {
            throw refuse(at(name) + ": the field is missing");
        }
        return left.remove(name);
    }

    static MetadataRefused refuse(String message) {
        return new MetadataRefused(MetadataRefused.Reason.MALFORMED, message);
    }

    private static String describe(Object value) {
        return switch (value) {
            case null -> "null";
            case String s -> "the string \"" + (s.length() <= 80 ? s : s.substring(0, 80) + "…") + "\"";
            case Map<?, ?> ignored -> "an object";
            case List<?> ignored -> "an array";
            default -> value.toString();
        };
    }
}
