package io.groundswell.handlers.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import io.groundswell.domain.device.WorkState;
import io.groundswell.domain.name.RolloutRef;
import io.groundswell.handlers.table.FleetStore;
import io.groundswell.handlers.table.Plant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Records that nobody's write made, among records of real writes. */
class PoisonRecordsTest {

    private static final String HEALTHY = "healthy";
    private static final String GHOST = "a fleet that nobody created";

    /** What is done to the image of a healthy report; each makes it a record that can never be recorded. */
    private static final Map<String, Consumer<Map<String, AttributeValue>>> POISONS = Map.ofEntries(
            Map.entry("no key", image -> image.remove("PK")),
            Map.entry("a numeric key", image -> image.put("PK", number("7"))),
            Map.entry("a key of no fleet", image -> image.put("PK", text("nonsense"))),
            Map.entry("a device without name", image -> image.put("PK", text("DEVICE#plant"))),
            Map.entry(GHOST, image -> image.put("PK", text("DEVICE#ghost#d0"))),
            Map.entry("a rollout that is no name", image -> image.put("SK", text("ROLLOUT#../..#x"))),
            Map.entry("no event", image -> image.remove("event")),
            Map.entry("an event that is text", image -> image.put("event", text("device.reported"))),
            Map.entry("an event without type", image -> event(image).remove("type")),
            Map.entry("an event with a numeric actor", image -> event(image).put("actor", number("1"))),
            Map.entry("an event at no time", image -> event(image).put("at", text("yesterday"))),
            Map.entry("data of another type", image -> event(image).put("data", map(Map.of("a", set())))),
            Map.entry("a huge number", image -> event(image).put("data", map(Map.of("n", number("9".repeat(38)))))),
            Map.entry("a fraction", image -> event(image).put("data", map(Map.of("n", number("0.5"))))),
            Map.entry("no revision", image -> image.remove("rev")),
            Map.entry("revision 0", image -> image.put("rev", number("0"))),
            Map.entry("revision as text", image -> image.put("rev", text("1"))),
            Map.entry("an unknown state", image -> image.put("state", text("exploded"))),
            Map.entry("no state", image -> image.remove("state")),
            Map.entry("no wave", image -> image.remove("wave")),
            Map.entry("a wave beyond numbers", image -> image.put("wave", number("99999999999"))),
            Map.entry("an attribute of a foreign type", image -> image.put("extra", set())));

    private final Plant plant = new Plant(6);
    private final RolloutRef rollout = plant.rollOut("{\"max_failure_rate\":0.9}");
    private final StreamMapping mapping = new StreamMapping(new RecorderHandler(new Recorder(plant.chain(),
            new FleetStore(plant.table())::lanes, new Recorder.Reactions(device -> { }, ref -> { }, ref -> { }))));

    @Test
    @DisplayName("[R32] a record that no audited write made is told apart before anything of it is written")
    void poisonIsFound() {
        DynamodbStreamRecord report = goodRecords().getLast();
        POISONS.keySet().stream().filter(poison -> !poison.equals(GHOST)).forEach(poison -> {
            DynamodbStreamRecord spoilt = spoilt(report, poison);
            Batch batch = Batch.of(List.of(report, spoilt, report));
            assertEquals(Optional.of("poison: " + poison), batch.firstUnreadable());
            assertEquals(1, batch.changes().size(), poison);
        });
    }

    @Test
    @DisplayName("[R32] a record that can never be recorded goes to the failure destination alone, however many a batch has")
    void poisonGoesAlone() {
        List<DynamodbStreamRecord> good = goodRecords();
        List<DynamodbStreamRecord> batch = new ArrayList<>(good);
        Random random = new Random(7);
        POISONS.keySet().stream().sorted().forEach(poison ->
                batch.add(random.nextInt(batch.size() + 1), spoilt(good.getLast(), poison)));
        batch.addFirst(spoilt(good.getLast(), "no event"));
        batch.addLast(spoilt(good.getLast(), "no revision"));

        List<DynamodbStreamRecord> failed = mapping.deliver(batch);

        assertEquals(POISONS.size() + 2, failed.size());
        assertTrue(failed.stream().allMatch(record -> record.getDynamodb().getSequenceNumber().startsWith("poison")));
        assertEquals(good.size(), plant.eventsWithoutGaps());
        assertEquals(6, plant.rollouts().tallies(plant.rollout(rollout)).wave(0).healthy());
    }

    @Test
    @DisplayName("[R32] an empty batch and a record without images record nothing")
    void nothing() {
        assertEquals(List.of(), mapping.deliver(List.of()));
        assertEquals(1, mapping.deliver(List.of(record("1", Map.of()))).size());
        assertEquals(0, plant.chains().size());
    }

    private List<DynamodbStreamRecord> goodRecords() {
        for (int i = 0; i < 6; i++) {
            plant.report(rollout, "d" + i, WorkState.parseReported(HEALTHY));
        }
        return plant.records();
    }

    private static DynamodbStreamRecord spoilt(DynamodbStreamRecord report, String poison) {
        Map<String, AttributeValue> image = new HashMap<>(report.getDynamodb().getNewImage());
        POISONS.get(poison).accept(image);
        return record("poison: " + poison, image);
    }

    private static DynamodbStreamRecord record(String sequenceNumber, Map<String, AttributeValue> image) {
        DynamodbStreamRecord record = new DynamodbStreamRecord();
        record.setDynamodb(new StreamRecord().withSequenceNumber(sequenceNumber).withNewImage(image));
        return record;
    }

    /** The event of an image, as a copy that may be changed. */
    private static Map<String, AttributeValue> event(Map<String, AttributeValue> image) {
        Map<String, AttributeValue> event = new HashMap<>(image.get("event").getM());
        image.put("event", map(event));
        return event;
    }

    private static AttributeValue text(String text) {
        return new AttributeValue().withS(text);
    }

    private static AttributeValue number(String number) {
        return new AttributeValue().withN(number);
    }

    private static AttributeValue map(Map<String, AttributeValue> members) {
        AttributeValue value = new AttributeValue();
        value.setM(members);
        return value;
    }

    private static AttributeValue set() {
        return new AttributeValue().withSS(Set.of("a"));
    }
}
