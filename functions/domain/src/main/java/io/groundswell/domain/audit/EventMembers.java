package io.groundswell.domain.audit;

import io.groundswell.domain.time.Timestamps;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The members of a written event, read strictly: what two readers could take for different events is refused. */
record EventMembers(Map<String, ?> members) {

    private static final Set<String> NAMES = Set.of("fleet", "subject", "revision", "lane", "sequence", "time", "type",
            "actor", "data", ChainedEvent.PREVIOUS_HASH, ChainedEvent.HASH);
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    ChainedEvent read() {
        if (!members.keySet().equals(NAMES)) {
            throw new IllegalArgumentException("an event has the members " + new TreeSet<>(NAMES) + ", found "
                    + new TreeSet<>(members.keySet()));
        }
        AuditEvent event = new AuditEvent(text("fleet"), text("subject"), number("revision"), time(), text("type"),
                text("actor"), data());
        return new ChainedEvent(event, Lane.parse(text("lane")), number("sequence"),
                hash(ChainedEvent.PREVIOUS_HASH), hash(ChainedEvent.HASH));
    }

    private String text(String name) {
        if (members.get(name) instanceof String text) {
            return text;
        }
        throw wrong(name, "text");
    }

    private long number(String name) {
        Object value = members.get(name);
        if ((value instanceof Long || value instanceof Integer) && ((Number) value).longValue() > 0) {
            return ((Number) value).longValue();
        }
        throw wrong(name, "an integer from 1");
    }

    private String hash(String name) {
        String text = text(name);
        if (!HASH.matcher(text).matches()) {
            throw wrong(name, "64 hexadecimal digits");
        }
        return text;
    }

    private Instant time() {
        String text = text("time");
        try {
            Instant time = Instant.parse(text);
            if (Timestamps.format(time).equals(text)) {
                return time;
            }
            throw wrong("time", "a moment with three decimals in UTC");
        } catch (DateTimeException e) {
            throw wrong("time", "a moment with three decimals in UTC");
        }
    }

    private Map<String, Object> data() {
        if (!(members.get("data") instanceof Map<?, ?> data) || data.containsValue(null)) {
            throw wrong("data", "an object of facts");
        }
        Map<String, Object> facts = new HashMap<>();
        data.forEach((name, value) -> facts.put((String) name, value));
        return facts;
    }

    private IllegalArgumentException wrong(String name, String expected) {
        String found = String.valueOf(members.get(name));
        return new IllegalArgumentException("member " + name + " must be " + expected + ", found "
                + (found.length() > 80 ? found.substring(0, 80) + "…" : found));
    }
}
