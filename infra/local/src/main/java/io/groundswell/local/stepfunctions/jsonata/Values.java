package io.groundswell.local.stepfunctions.jsonata;

import com.dashjoin.jsonata.Jsonata;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Plain values to JSONata's and back: JSONata keeps JSON null apart from undefined by a marker of its own. */
final class Values {

    /** More values than a payload of 262,144 characters can hold. */
    private static final int MAX_VALUES = 262_144;

    private Values() {
    }

    static Object toJsonata(Object value) {
        return switch (value) {
            case null -> Jsonata.NULL_VALUE;
            case Map<?, ?> members -> {
                Map<String, Object> copy = new LinkedHashMap<>();
                members.forEach((name, member) -> copy.put((String) name, toJsonata(member)));
                yield copy;
            }
            case List<?> items -> {
                List<Object> copy = new ArrayList<>(items.size());
                items.forEach(item -> copy.add(toJsonata(item)));
                yield copy;
            }
            default -> value;
        };
    }

    static Object fromJsonata(Object value) {
        if (value == Jsonata.NULL_VALUE) {
            return null;
        }
        return switch (value) {
            case Map<?, ?> members -> {
                Map<String, Object> copy = new LinkedHashMap<>();
                members.forEach((name, member) -> copy.put((String) name, fromJsonata(member)));
                yield copy;
            }
            case List<?> items -> {
                List<Object> copy = new ArrayList<>(items.size());
                items.forEach(item -> copy.add(fromJsonata(item)));
                yield copy;
            }
            case null, default -> value;
        };
    }

    /** Why a result cannot become JSON; empty if it can. */
    static Optional<String> refusal(Object result) {
        return refusal(result, new int[] {MAX_VALUES});
    }

    private static Optional<String> refusal(Object value, int[] budget) {
        if (value == null || value == Jsonata.NULL_VALUE || value instanceof String || value instanceof Boolean) {
            return count(1, budget);
        }
        return switch (value) {
            case Number number when Double.isFinite(number.doubleValue()) -> count(1, budget);
            case Number number -> Optional.of("returned a number that JSON cannot carry: " + number);
            case Map<?, ?> members -> all(members.values(), members.size(), budget);
            case List<?> items -> all(items, items.size(), budget);
            default -> Optional.of("returned an unsupported result type: a function or a regular expression");
        };
    }

    private static Optional<String> all(Iterable<?> values, int size, int[] budget) {
        Optional<String> refusal = size > budget[0] ? count(size, budget) : count(1, budget);
        if (refusal.isPresent()) {
            return refusal;
        }
        for (Object value : values) {
            refusal = refusal(value, budget);
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> count(int values, int[] budget) {
        budget[0] -= values;
        return budget[0] < 0
                ? Optional.of("returned more than " + MAX_VALUES
                        + " values: Expression evaluation memory limit exceeded")
                : Optional.empty();
    }
}
