package io.groundswell.local.stepfunctions.jsonata;

import com.dashjoin.jsonata.Functions;
import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import io.groundswell.local.stepfunctions.json.InvalidJson;
import io.groundswell.local.stepfunctions.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The functions Step Functions adds to JSONata, those that read the clock, and one that needs a bound.
 *
 * <p>As in the service a fractional argument is cut towards zero, and a size of zero, an empty array or a step in the
 * wrong direction gives undefined.
 */
final class ServiceFunctions {

    static final Set<String> NAMES = Set.of("partition", "range", "hash", "random", "uuid", "parse", "now", "millis",
            "pad");

    private static final Set<String> DIGESTS = Set.of("MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512");
    private static final int MAX_TEXT = 4_194_304;
    private static final int MAX_RANGE = 360_145;

    private ServiceFunctions() {
    }

    static void bind(Jsonata.Frame frame, Instant now) {
        frame.bind("partition", function("partition", 2, ServiceFunctions::partition));
        frame.bind("range", function("range", 3, ServiceFunctions::range));
        frame.bind("hash", function("hash", 2, ServiceFunctions::hash));
        frame.bind("random", function("random", 1, ServiceFunctions::random));
        frame.bind("uuid", function("uuid", 0, args -> UUID.randomUUID().toString()));
        frame.bind("parse", function("parse", 1, ServiceFunctions::parse));
        frame.bind("now", function("now", 2, args -> Functions.dateTimeFromMillis(
                now.toEpochMilli(), text("now", args, 0), text("now", args, 1))));
        frame.bind("millis", function("millis", 0, args -> now.toEpochMilli()));
        frame.bind("pad", function("pad", 3, ServiceFunctions::pad));
        frame.bind("eval", Jsonata.NULL_VALUE);
    }

    private interface Body {
        Object apply(List<?> args);
    }

    private static Jsonata.JFunction function(String name, int maxArguments, Body body) {
        return new Jsonata.JFunction((input, args) -> {
            if (args.size() > maxArguments) {
                throw new JException("$" + name + " takes at most " + maxArguments + " arguments, found "
                        + args.size(), -1);
            }
            return body.apply(args);
        }, null);
    }

    private static Object partition(List<?> args) {
        Object items = argument(args, 0);
        Long size = whole("partition", args, 1);
        if (items == null || size == null || size == 0) {
            return null;
        }
        if (!(items instanceof List<?> list)) {
            throw new JException("argument 1 of $partition is an array, found " + items, -1);
        }
        if (size < 0) {
            throw new JException("argument 2 of $partition is a positive number, found " + size, -1);
        }
        int step = (int) Math.min(size, Integer.MAX_VALUE);
        List<Object> chunks = new ArrayList<>();
        for (int from = 0; from < list.size(); from += Math.min(step, list.size())) {
            int to = (int) Math.min((long) from + step, list.size());
            chunks.add(new ArrayList<>(list.subList(from, to)));
        }
        return chunks.isEmpty() ? null : chunks;
    }

    private static Object range(List<?> args) {
        Long start = whole("range", args, 0);
        Long end = whole("range", args, 1);
        Long step = whole("range", args, 2);
        if (start == null || end == null || step == null || step == 0 || start < end && step < 0
                || start > end && step > 0) {
            return null;
        }
        long count = Math.subtractExact(end, start) / step + 1;
        if (count > MAX_RANGE) {
            throw new JException("Expression evaluation memory limit exceeded: $range of " + count + " values", -1);
        }
        if (count == 1) {
            return start;
        }
        List<Object> values = new ArrayList<>((int) count);
        for (long i = 0; i < count; i++) {
            values.add(start + i * step);
        }
        return values;
    }

    private static Object hash(List<?> args) {
        String data = text("hash", args, 0);
        String algorithm = text("hash", args, 1);
        if (data == null || algorithm == null) {
            return null;
        }
        if (!DIGESTS.contains(algorithm)) {
            throw new JException("argument 2 of $hash is one of MD5, SHA-1, SHA-256, SHA-384, SHA-512, found "
                    + algorithm, -1);
        }
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            return HexFormat.of().formatHex(digest.digest(data.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
    }

    /** JSONata's own function, whose time otherwise grows with the square of the width and cannot be bounded. */
    private static Object pad(List<?> args) {
        String text = text("pad", args, 0);
        Long width = whole("pad", args, 1);
        if (text == null || width == null) {
            return null;
        }
        if (Math.abs(width) > MAX_TEXT) {
            throw new JException("Expression evaluation memory limit exceeded: $pad to " + width + " characters", -1);
        }
        String padding = Optional.ofNullable(text("pad", args, 2)).filter(any -> !any.isEmpty()).orElse(" ");
        int missing = (int) Math.max(0, Math.abs(width) - text.codePointCount(0, text.length()));
        int[] unit = padding.codePoints().toArray();
        int[] filling = new int[missing];
        Arrays.setAll(filling, i -> unit[i % unit.length]);
        String fill = new String(filling, 0, missing);
        return width < 0 ? fill + text : text + fill;
    }

    private static Object random(List<?> args) {
        Long seed = whole("random", args, 0);
        return seed == null ? ThreadLocalRandom.current().nextDouble() : new Random(seed).nextDouble();
    }

    private static Object parse(List<?> args) {
        String text = text("parse", args, 0);
        if (text == null) {
            return null;
        }
        try {
            return Values.toJsonata(Json.read(text));
        } catch (InvalidJson e) {
            throw new JException(e, "argument 1 of $parse is JSON text: " + e.getMessage(), -1, null, null);
        }
    }

    private static Object argument(List<?> args, int index) {
        return index < args.size() ? args.get(index) : null;
    }

    private static Long whole(String function, List<?> args, int index) {
        Object value = argument(args, index);
        if (value == null) {
            return null;
        }
        if (!(value instanceof Number number)) {
            throw new JException("argument " + (index + 1) + " of $" + function + " is a number, found " + value, -1);
        }
        return number.longValue();
    }

    private static String text(String function, List<?> args, int index) {
        Object value = argument(args, index);
        if (value == null) {
            return null;
        }
        if (!(value instanceof String string)) {
            throw new JException("argument " + (index + 1) + " of $" + function + " is a string, found " + value, -1);
        }
        return string;
    }
}
