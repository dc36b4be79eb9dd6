package io.groundswell.tuf.repository;

import io.groundswell.domain.name.Names;
import io.groundswell.tuf.InvalidInput;
import io.groundswell.tuf.TargetFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What a target may be called and say, so that every TUF client reads the same. */
final class TargetRules {

    private static final long MAX_INTEGER = (1L << 53) - 1;
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private TargetRules() {
    }

    static TargetFile checked(String path, long length, String sha256, Map<String, Object> custom) {
        String[] names = path.split("/", -1);
        if (names.length != 3) {
            throw new InvalidInput("a target path is <name>/<version>/<filename>, found " + Names.shown(path));
        }
        for (String name : names) {
            if (!Names.isValid(name)) {
                throw new InvalidInput("a name in a target path matches " + Names.FORMAT + " without \"..\", found "
                        + Names.shown(name));
            }
        }
        if (length < 0 || length > MAX_INTEGER) {
            throw new InvalidInput("a target's length is from 0 to 2^53 - 1, found " + length);
        }
        if (!SHA256.matcher(sha256).matches()) {
            throw new InvalidInput("a SHA-256 is 64 lower-case hex digits, found " + Names.shown(sha256));
        }
        return TargetFile.of(length, sha256, object("custom", custom));
    }

    private static Map<String, Object> object(String where, Map<?, ?> members) {
        Map<String, Object> checked = new LinkedHashMap<>();
        members.forEach((name, member) -> {
            String key = ascii(where, String.valueOf(name));
            checked.put(key, value(where + "." + key, member));
        });
        return checked;
    }

    private static Object value(String where, Object value) {
        return switch (value) {
            case String s -> ascii(where, s);
            case Boolean b -> b;
            case Integer n -> n.longValue();
            case Long n when n <= MAX_INTEGER && n >= -MAX_INTEGER -> n;
            case List<?> items -> {
                List<Object> checked = new ArrayList<>();
                items.forEach(item -> checked.add(value(where, item)));
                yield checked;
            }
            case Map<?, ?> members -> object(where, members);
            case null, default -> throw new InvalidInput(where
                    + ": expected ASCII text, an integer below 2^53, true, false, a list or an object, found " + value);
        };
    }

    private static String ascii(String where, String s) {
        if (!s.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            throw new InvalidInput(where + ": expected printable ASCII, found " + Names.shown(s));
        }
        return s;
    }
}
