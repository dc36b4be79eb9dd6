package io.groundswell.local.stepfunctions.api;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The members of one answer, in order; what is absent is left out. */
final class Wire {

    private final Map<String, Object> members = new LinkedHashMap<>();

    Wire put(String name, Object value) {
        members.put(name, value);
        return this;
    }

    Wire put(String name, Instant time) {
        members.put(name, timestamp(time));
        return this;
    }

    Wire putIfPresent(String name, Optional<?> value) {
        value.ifPresent(present -> members.put(name, present));
        return this;
    }

    Map<String, Object> members() {
        return members;
    }

    /** Epoch seconds with milliseconds, as AWS JSON carries a time. */
    static BigDecimal timestamp(Instant time) {
        return BigDecimal.valueOf(time.toEpochMilli(), 3);
    }
}
