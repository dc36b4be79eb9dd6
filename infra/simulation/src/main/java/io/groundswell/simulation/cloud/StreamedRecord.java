package io.groundswell.simulation.cloud;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundswell.simulation.dynamodb.Change;
import java.util.LinkedHashMap;
import java.util.Map;

/** A change as the stream delivers it. */
record StreamedRecord(String sequenceNumber, Change change) {

    /** What the mapping's filters look at. */
    JsonNode json() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("eventName", eventName());
        ObjectNode dynamodb = node.putObject("dynamodb");
        dynamodb.set("Keys", image(Map.of("PK", change.after().getOrDefault("PK", change.before().get("PK")))));
        if (!change.before().isEmpty()) {
            dynamodb.set("OldImage", image(change.before()));
        }
        if (!change.after().isEmpty()) {
            dynamodb.set("NewImage", image(change.after()));
        }
        return node;
    }

    DynamodbStreamRecord record() {
        StreamRecord record = new StreamRecord().withSequenceNumber(sequenceNumber);
        if (!change.before().isEmpty()) {
            record.setOldImage(converted(change.before()));
        }
        if (!change.after().isEmpty()) {
            record.setNewImage(converted(change.after()));
        }
        DynamodbStreamRecord streamed = new DynamodbStreamRecord();
        streamed.setEventName(eventName());
        streamed.setDynamodb(record);
        return streamed;
    }

    private String eventName() {
        if (change.before().isEmpty()) {
            return "INSERT";
        }
        return change.after().isEmpty() ? "REMOVE" : "MODIFY";
    }

    private static ObjectNode image(
            Map<String, software.amazon.awssdk.services.dynamodb.model.AttributeValue> attributes) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        attributes.forEach((name, value) -> node.set(name, json(value)));
        return node;
    }

    private static JsonNode json(software.amazon.awssdk.services.dynamodb.model.AttributeValue value) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        switch (value.type()) {
            case S -> node.put("S", value.s());
            case N -> node.put("N", value.n());
            case BOOL -> node.put("BOOL", value.bool());
            case M -> node.set("M", image(value.m()));
            case L -> {
                var list = node.putArray("L");
                value.l().forEach(member -> list.add(json(member)));
            }
            default -> throw new IllegalArgumentException("the product stores no " + value.type());
        }
        return node;
    }

    private static Map<String, AttributeValue> converted(
            Map<String, software.amazon.awssdk.services.dynamodb.model.AttributeValue> attributes) {
        Map<String, AttributeValue> converted = new LinkedHashMap<>();
        attributes.forEach((name, value) -> converted.put(name, converted(value)));
        return converted;
    }

    private static AttributeValue converted(software.amazon.awssdk.services.dynamodb.model.AttributeValue value) {
        AttributeValue converted = new AttributeValue();
        switch (value.type()) {
            case S -> converted.setS(value.s());
            case N -> converted.setN(value.n());
            case BOOL -> converted.setBOOL(value.bool());
            case M -> converted.setM(converted(value.m()));
            case L -> converted.setL(value.l().stream().map(StreamedRecord::converted).toList());
            default -> throw new IllegalArgumentException("the product stores no " + value.type());
        }
        return converted;
    }
}
