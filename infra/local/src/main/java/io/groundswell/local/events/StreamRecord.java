package io.groundswell.local.events;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Record;

/** A record of a DynamoDB stream in the form in which Lambda delivers it. */
record StreamRecord(String sequenceNumber, Instant writtenAt, ObjectNode json) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static StreamRecord of(Record source, String streamArn, String region) {
        var change = source.dynamodb();
        ObjectNode node = JSON.createObjectNode();
        node.put("eventID", source.eventID());
        node.put("eventName", source.eventNameAsString());
        node.put("eventVersion", source.eventVersion());
        node.put("eventSource", "aws:dynamodb");
        node.put("awsRegion", region);
        ObjectNode dynamodb = node.putObject("dynamodb");
        dynamodb.put("ApproximateCreationDateTime", change.approximateCreationDateTime().getEpochSecond());
        dynamodb.set("Keys", item(change.keys()));
        if (change.hasNewImage()) {
            dynamodb.set("NewImage", item(change.newImage()));
        }
        if (change.hasOldImage()) {
            dynamodb.set("OldImage", item(change.oldImage()));
        }
        dynamodb.put("SequenceNumber", change.sequenceNumber());
        dynamodb.put("SizeBytes", change.sizeBytes());
        dynamodb.put("StreamViewType", change.streamViewTypeAsString());
        node.put("eventSourceARN", streamArn);
        return new StreamRecord(change.sequenceNumber(), change.approximateCreationDateTime(), node);
    }

    private static ObjectNode item(Map<String, AttributeValue> attributes) {
        ObjectNode node = JSON.createObjectNode();
        attributes.forEach((name, value) -> node.set(name, attribute(value)));
        return node;
    }

    private static ObjectNode attribute(AttributeValue value) {
        ObjectNode node = JSON.createObjectNode();
        switch (value.type()) {
            case S -> node.put("S", value.s());
            case N -> node.put("N", value.n());
            case BOOL -> node.put("BOOL", value.bool());
            case NUL -> node.put("NULL", value.nul());
            case B -> node.put("B", value.b().asByteArrayUnsafe());
            case SS -> value.ss().forEach(node.putArray("SS")::add);
            case NS -> value.ns().forEach(node.putArray("NS")::add);
            case BS -> {
                ArrayNode set = node.putArray("BS");
                value.bs().stream().map(SdkBytes::asByteArrayUnsafe).forEach(set::add);
            }
            case L -> {
                ArrayNode list = node.putArray("L");
                value.l().forEach(element -> list.add(attribute(element)));
            }
            case M -> node.set("M", item(value.m()));
            // DynamoDB Local leaves the type of an empty map out of its stream records.
            case UNKNOWN_TO_SDK_VERSION -> node.putObject("M");
        }
        return node;
    }
}
