package io.groundswell.handlers.recorder;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundswell.handlers.table.Change;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Stream records as JSON, as the failure bucket keeps them. */
final class StreamJson {

    private StreamJson() {
    }

    /** @param record the member {@code dynamodb} of a stream record */
    static Change change(JsonNode record) {
        return Change.of(record.path("SequenceNumber").asText(), image(record.path("OldImage")),
                image(record.path("NewImage")));
    }

    private static Map<String, AttributeValue> image(JsonNode json) {
        Map<String, AttributeValue> image = new LinkedHashMap<>();
        json.properties().forEach(member -> image.put(member.getKey(), value(member.getValue())));
        return image;
    }

    private static AttributeValue value(JsonNode typed) {
        if (typed.size() != 1) {
            throw new IllegalArgumentException("an attribute has one type, found " + typed.size());
        }
        Map.Entry<String, JsonNode> only = typed.properties().iterator().next();
        JsonNode value = only.getValue();
        return switch (only.getKey()) {
            case "S" -> AttributeValue.fromS(value.asText());
            case "N" -> AttributeValue.fromN(value.asText());
            case "BOOL" -> AttributeValue.fromBool(value.asBoolean());
            case "B" -> AttributeValue.fromB(SdkBytes.fromByteArray(Base64.getDecoder().decode(value.asText())));
            case "M" -> AttributeValue.fromM(image(value));
            case "L" -> {
                List<AttributeValue> list = new ArrayList<>();
                value.forEach(element -> list.add(value(element)));
                yield AttributeValue.fromL(list);
            }
            default -> throw new IllegalArgumentException("a stream image holds S, N, BOOL, M, L or B, found "
                    + only.getKey());
        };
    }
}
