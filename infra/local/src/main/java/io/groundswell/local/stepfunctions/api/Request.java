package io.groundswell.local.stepfunctions.api;

import io.groundswell.local.stepfunctions.execution.Refused;
import io.groundswell.local.stepfunctions.json.InvalidJson;
import io.groundswell.local.stepfunctions.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The members of one request; each is taken once with its constraints, and one that nobody took is refused. */
final class Request {

    private final Map<?, ?> members;
    private final Set<Object> taken = new HashSet<>();

    private Request(Map<?, ?> members) {
        this.members = members;
    }

    static Request parse(byte[] body) {
        Object value;
        try {
            value = body.length == 0 ? Map.of() : Json.read(new String(body, StandardCharsets.UTF_8));
        } catch (InvalidJson e) {
            throw Refused.of("SerializationException", "the body is not JSON: " + e.getMessage());
        }
        if (!(value instanceof Map<?, ?> members)) {
            throw Refused.of("SerializationException", "the body is not a JSON object");
        }
        return new Request(members);
    }

    String text(String name, int min, int max) {
        return optionalText(name, min, max).orElseThrow(() -> invalid("Value at '" + name
                + "' failed to satisfy constraint: Member must not be null"));
    }

    Optional<String> optionalText(String name, int min, int max) {
        Object value = take(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof String text)) {
            throw Refused.of("SerializationException", "'" + name + "' is a string, found " + Json.write(value));
        }
        if (text.length() < min || text.length() > max) {
            throw invalid("Value at '" + name + "' failed to satisfy constraint: Member must have length "
                    + (text.length() < min ? "greater than or equal to " + min : "less than or equal to " + max));
        }
        return Optional.of(text);
    }

    /** A page size: 0 or nothing stands for 100. */
    int pageSize() {
        Object value = take("maxResults");
        if (value == null) {
            return 100;
        }
        if (!(value instanceof Integer size)) {
            throw Refused.of("SerializationException", "'maxResults' is a whole number, found " + Json.write(value));
        }
        if (size < 0 || size > 1_000) {
            throw invalid("Value '" + size + "' at 'maxResults' failed to satisfy constraint: Member must have value "
                    + (size < 0 ? "greater than or equal to 0" : "less than or equal to 1000"));
        }
        return size == 0 ? 100 : size;
    }

    boolean flag(String name, boolean absent) {
        Object value = take(name);
        if (value == null) {
            return absent;
        }
        if (!(value instanceof Boolean flag)) {
            throw Refused.of("SerializationException", "'" + name + "' is true or false, found " + Json.write(value));
        }
        return flag;
    }

    <E extends Enum<E>> Optional<E> oneOf(String name, Class<E> type) {
        Optional<String> value = optionalText(name, 0, 256);
        for (E constant : type.getEnumConstants()) {
            if (value.filter(constant.name()::equals).isPresent()) {
                return Optional.of(constant);
            }
        }
        if (value.isPresent()) {
            throw invalid("Value '" + value.get() + "' at '" + name + "' failed to satisfy constraint: Member must "
                    + "satisfy enum value set: " + Arrays.toString(type.getEnumConstants()));
        }
        return Optional.empty();
    }

    /** Refuses every member that was not taken. */
    void refuseOthers() {
        for (Object name : members.keySet()) {
            if (!taken.contains(name)) {
                throw invalid("'" + name + "' is not supported by this operation here");
            }
        }
    }

    static Refused invalid(String message) {
        return Refused.of("ValidationException", "1 validation error detected: " + message);
    }

    private Object take(String name) {
        taken.add(name);
        return members.get(name);
    }
}
