package io.groundswell.handlers.table;

import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Records as the failure bucket keeps them, and writes that no function makes. */
public final class GivenUp {

    private GivenUp() {
    }

    /** The members of the stream record that are read. */
    public static Map<String, Object> record(Change change) {
        Map<String, Object> dynamodb = new HashMap<>();
        dynamodb.put("SequenceNumber", change.sequenceNumber());
        change.before().ifPresent(before -> dynamodb.put("OldImage", json(before.attributes())));
        dynamodb.put("NewImage", json(change.after().attributes()));
        return Map.of("eventName", "MODIFY", "dynamodb", dynamodb);
    }

    /** The same as {@link #record}, of an image that has lost its event. */
    public static Map<String, Object> unreadable(Change change) {
        Map<String, AttributeValue> image = new HashMap<>(change.after().attributes());
        image.remove("event");
        return Map.of("eventName", "MODIFY", "dynamodb",
                Map.of("SequenceNumber", change.sequenceNumber(), "NewImage", json(image)));
    }

    /** Adds to a counter of an item. */
    static void add(FleetTable table, Key key, String counter, int by) {
        table.write(Write.update(table.name(), key, "ADD #c :n", null, Map.of("#c", counter),
                Map.of(":n", AttributeValue.fromN(Integer.toString(by)))));
    }

    private static Map<String, Object> json(Map<String, AttributeValue> image) {
        Map<String, Object> json = new HashMap<>();
        image.forEach((name, value) -> json.put(name, json(value)));
        return json;
    }

    private static Object json(AttributeValue value) {
        return switch (value.type()) {
            case S -> Map.of("S", value.s());
            case N -> Map.of("N", value.n());
            case BOOL -> Map.of("BOOL", value.bool());
            case M -> Map.of("M", json(value.m()));
            case L -> Map.of("L", value.l().stream().map(GivenUp::json).toList());
            default -> throw new AssertionError("not in any item: " + value);
        };
    }
}
