package io.groundswell.handlers.recorder;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import io.groundswell.handlers.table.Change;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;

/** Stream records of the Lambda event as changes with the SDK's attribute values. */
final class StreamRecords {

    private StreamRecords() {
    }

    static Change change(DynamodbStreamRecord streamed) {
        var record = streamed.getDynamodb();
        return Change.of(record.getSequenceNumber(), convert(record.getOldImage()), convert(record.getNewImage()));
    }

    private static Map<String, software.amazon.awssdk.services.dynamodb.model.AttributeValue> convert(
            Map<String, AttributeValue> image) {
        Map<String, software.amazon.awssdk.services.dynamodb.model.AttributeValue> converted = new LinkedHashMap<>();
        if (image != null) {
            image.forEach((name, value) -> converted.put(name, convert(value)));
        }
        return converted;
    }

    private static software.amazon.awssdk.services.dynamodb.model.AttributeValue convert(AttributeValue value) {
        var converted = software.amazon.awssdk.services.dynamodb.model.AttributeValue.builder();
        if (value.getS() != null) {
            converted.s(value.getS());
        } else if (value.getN() != null) {
            converted.n(value.getN());
        } else if (value.getBOOL() != null) {
            converted.bool(value.getBOOL());
        } else if (value.getM() != null) {
            converted.m(convert(value.getM()));
        } else if (value.getL() != null) {
            converted.l(value.getL().stream().map(StreamRecords::convert).toList());
        } else if (value.getB() != null) {
            converted.b(SdkBytes.fromByteBuffer(value.getB()));
        } else {
            throw new IllegalArgumentException("a stream image holds S, N, BOOL, M, L or B, found " + value);
        }
        return converted.build();
    }
}
