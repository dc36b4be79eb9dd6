package io.groundswell.handlers.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import io.groundswell.handlers.table.Plant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RecorderHandlerTest {

    private final Plant plant = new Plant(1);
    private final RecorderHandler handler = new RecorderHandler(new Recorder(plant.chain(), fleet -> {
        if (fleet.equals("poisoned")) {
            throw new IllegalStateException("no such fleet");
        }
        return Plant.lanes(fleet);
    }, new Recorder.Reactions(device -> { }, ref -> { }, ref -> { })));

    @Test
    @DisplayName("[R32] a batch whose first record cannot be recorded is thrown back, so that it is halved until that one is alone")
    void throwsBackWhatBeginsWithPoison() {
        RuntimeException thrown = assertThrows(IllegalStateException.class,
                () -> handler.handleRequest(batch("poisoned", "plant"), null));
        assertTrue(thrown.getMessage().startsWith("record 1 of 2 cannot be recorded"), thrown.getMessage());
        assertEquals(List.of("1"), failures(batch("poisoned")));
        assertEquals(List.of(), failures(batch("plant")));
    }

    private List<String> failures(DynamodbEvent event) {
        return handler.handleRequest(event, null).getBatchItemFailures().stream()
                .map(BatchItemFailure::getItemIdentifier).toList();
    }

    private static DynamodbEvent batch(String... fleets) {
        DynamodbEvent event = new DynamodbEvent();
        int[] number = {0};
        event.setRecords(Stream.of(fleets).map(fleet -> record(fleet, ++number[0])).toList());
        return event;
    }

    private static DynamodbStreamRecord record(String fleet, int number) {
        AttributeValue told = new AttributeValue().withM(Map.of(
                "type", new AttributeValue().withS("device.registered"), "actor", new AttributeValue().withS("device:x"),
                "at", new AttributeValue().withS("2026-05-04T10:00:00.000Z"), "data", new AttributeValue().withM(Map.of())));
        DynamodbStreamRecord record = new DynamodbStreamRecord();
        record.setDynamodb(new StreamRecord().withSequenceNumber(Integer.toString(number)).withNewImage(Map.of(
                "PK", new AttributeValue().withS("DEVICE#" + fleet + "#x"), "SK", new AttributeValue().withS("META"),
                "rev", new AttributeValue().withN("1"), "event", told)));
        return record;
    }
}
