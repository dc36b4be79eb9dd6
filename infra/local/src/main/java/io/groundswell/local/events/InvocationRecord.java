package io.groundswell.local.events;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundswell.local.lambda.InvocationResult;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What Lambda tells a failure destination about a batch it gave up; an S3 destination gets the payload too. */
final class InvocationRecord {

    private static final ObjectMapper JSON = new ObjectMapper();

    private InvocationRecord() {
    }

    static ObjectNode of(
            StreamMapping mapping, String shardId, List<StreamRecord> records, int attempts, InvocationResult last, String payload) {
        ObjectNode record = JSON.createObjectNode();
        ObjectNode request = record.putObject("requestContext");
        request.put("requestId", UUID.randomUUID().toString());
        request.put("functionArn", mapping.functionArn());
        request.put("condition", "RetryAttemptsExhausted");
        request.put("approximateInvokeCount", attempts);
        if (last instanceof InvocationResult.Failed || last instanceof InvocationResult.Returned) {
            ObjectNode response = record.putObject("responseContext");
            response.put("statusCode", 200);
            response.put("executedVersion", "1");
            if (last instanceof InvocationResult.Failed) {
                response.put("functionError", "Unhandled");
            }
        }
        record.put("version", "1.0");
        record.put("timestamp", Instant.now(Clock.systemUTC()).toString());
        ObjectNode batch = record.putObject("DDBStreamBatchInfo");
        batch.put("shardId", shardId);
        batch.put("startSequenceNumber", records.getFirst().sequenceNumber());
        batch.put("endSequenceNumber", records.getLast().sequenceNumber());
        batch.put("approximateArrivalOfFirstRecord", records.getFirst().writtenAt().toString());
        batch.put("approximateArrivalOfLastRecord", records.getLast().writtenAt().toString());
        batch.put("batchSize", records.size());
        batch.put("streamArn", mapping.streamArn());
        record.put("payload", payload);
        return record;
    }
}
