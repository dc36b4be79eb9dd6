package io.groundswell.handlers.table;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Who did what, when: written with the change itself and copied by the Recorder (R31).
 *
 * @param data facts as text, integers, booleans, lists and maps; never payload (R4). A member {@code artifact} puts
 *     the event into that product's history (R33)
 */
public record Evidence(String type, String actor, Instant at, Map<String, Object> data) {

    /** The actor of what nobody asked for: waves opening, tolerance halts, exclusions. */
    public static final String GROUNDSWELL = "groundswell";

    public Evidence {
        data = Map.copyOf(data);
    }

    /** The same with more facts. */
    Evidence with(Map<String, Object> more) {
        Map<String, Object> all = new HashMap<>(data);
        all.putAll(more);
        return new Evidence(type, actor, at, all);
    }

    Item toItem() {
        return Item.with().text("type", type).text("actor", actor).time("at", at).values("data", data).build();
    }

    static Evidence of(Item event) {
        return new Evidence(event.text("type"), event.text("actor"), event.time("at"), event.values("data"));
    }
}
