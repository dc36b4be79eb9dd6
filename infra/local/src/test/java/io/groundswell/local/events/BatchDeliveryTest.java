package io.groundswell.local.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundswell.local.lambda.FunctionConfiguration;
import io.groundswell.local.lambda.FunctionInvoker;
import io.groundswell.local.lambda.InvocationResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class BatchDeliveryTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final InvocationResult OK = returned("{\"batchItemFailures\":[]}");
    private static final InvocationResult BROKEN = new InvocationResult.Failed("E", "broken", new byte[0]);

    private final List<String> invocations = new ArrayList<>();
    private final List<String> done = new ArrayList<>();
    private final List<Long> pauses = new ArrayList<>();
    private final List<ObjectNode> kept = new ArrayList<>();

    private static InvocationResult returned(String json) {
        return new InvocationResult.Returned(json.getBytes(UTF_8));
    }

    private static InvocationResult failedAt(String sequenceNumber) {
        return returned("{\"batchItemFailures\":[{\"itemIdentifier\":\"" + sequenceNumber + "\"}]}");
    }

    private boolean deliver(boolean bisect, int retries, int records, Function<String, InvocationResult> function) {
        FunctionInvoker invoker = new FunctionInvoker() {
            @Override
            public void verify(FunctionConfiguration configuration) {
                throw new UnsupportedOperationException("the test registers nothing");
            }

            @Override
            public void register(FunctionConfiguration configuration) {
                throw new UnsupportedOperationException("the test registers nothing");
            }

            @Override
            public InvocationResult invoke(String name, byte[] event, Duration patience) {
                String batch = sequenceNumbers(event);
                invocations.add(batch);
                return function.apply(batch);
            }

            @Override
            public void close() {
                invocations.clear();
            }
        };
        StreamMapping mapping = new StreamMapping("m", "arn:f", "arn:s", "TRIM_HORIZON", 10, bisect, retries, true, List.of(), Optional.of("b"));
        BatchDelivery delivery = new BatchDelivery(mapping, invoker, Optional.of((shard, record) -> kept.add(record)), pause -> {
            pauses.add(pause.toMillis());
            return true;
        });
        return delivery.deliver("shard-1", records(records), done::add);
    }

    private static List<StreamRecord> records(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> {
            ObjectNode json = JSON.createObjectNode();
            json.putObject("dynamodb").put("SequenceNumber", "" + i);
            return new StreamRecord("" + i, Instant.parse("2026-01-01T00:00:0" + i + "Z"), json);
        }).toList();
    }

    private static String sequenceNumbers(byte[] event) {
        try {
            StringBuilder text = new StringBuilder();
            for (JsonNode record : JSON.readTree(event).get("Records")) {
                text.append(record.at("/dynamodb/SequenceNumber").asText());
            }
            return text.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    @DisplayName("a batch that succeeds is done with in one invocation")
    void succeeds() {
        assertTrue(deliver(true, 3, 4, batch -> OK));
        assertEquals(List.of("1234"), invocations);
        assertEquals(List.of("4"), done);
    }

    @Test
    @DisplayName("from the first reported failure on the batch is tried again, in order, and what came before is done with")
    void retriesFromFirstFailure() {
        assertTrue(deliver(true, 3, 4, batch -> invocations.size() == 1 ? failedAt("3") : OK));
        assertEquals(List.of("1234", "34"), invocations);
        assertEquals(List.of("2", "4"), done);
        assertEquals(List.of(50L), pauses);
    }

    @Test
    @DisplayName("of several reported failures the earliest counts, and one that is unknown fails the whole batch")
    void takesEarliestFailure() {
        assertTrue(deliver(true, 3, 4, batch -> invocations.size() == 1
                ? returned("{\"batchItemFailures\":[{\"itemIdentifier\":\"4\"},{\"itemIdentifier\":\"2\"}]}")
                : invocations.size() == 2 ? failedAt("99") : returned("null")));
        assertEquals(List.of("1234", "234", "234"), invocations);
    }

    @Test
    @DisplayName("a function error halves the batch until the poison record stands alone, and only it is given up")
    void bisects() {
        assertTrue(deliver(true, 2, 4, batch -> batch.contains("3") ? BROKEN : OK));
        assertEquals(List.of("1234", "12", "34", "3", "3", "3", "4"), invocations);
        assertEquals(List.of("2", "3", "4"), done);
        assertEquals(1, kept.size());
        JsonNode batch = kept.getFirst().get("DDBStreamBatchInfo");
        assertEquals("{\"shardId\":\"shard-1\",\"startSequenceNumber\":\"3\",\"endSequenceNumber\":\"3\","
                + "\"approximateArrivalOfFirstRecord\":\"2026-01-01T00:00:03Z\",\"approximateArrivalOfLastRecord\":\"2026-01-01T00:00:03Z\","
                + "\"batchSize\":1,\"streamArn\":\"arn:s\"}", batch.toString());
        assertEquals("{\"Records\":[{\"dynamodb\":{\"SequenceNumber\":\"3\"}}]}", kept.getFirst().get("payload").asText());
        assertEquals("RetryAttemptsExhausted", kept.getFirst().at("/requestContext/condition").asText());
        assertEquals(3, kept.getFirst().at("/requestContext/approximateInvokeCount").asInt());
        assertEquals("Unhandled", kept.getFirst().at("/responseContext/functionError").asText());
    }

    @Test
    @DisplayName("without bisecting the whole batch is tried again and given up as one")
    void givesUpWhole() {
        assertTrue(deliver(false, 1, 2, batch -> BROKEN));
        assertEquals(List.of("12", "12"), invocations);
        assertEquals(List.of("2"), done);
        assertEquals(2, kept.getFirst().at("/DDBStreamBatchInfo/batchSize").asInt());
    }

    @Test
    @DisplayName("pauses double from 50 ms up to 2 s")
    void backsOff() {
        assertTrue(deliver(false, 8, 1, batch -> new InvocationResult.Throttled("busy")));
        assertEquals(List.of(50L, 100L, 200L, 400L, 800L, 1600L, 2000L, 2000L), pauses);
    }

    @Test
    @DisplayName("shutting down leaves the rest of the batch undone")
    void stops() {
        BatchDelivery delivery = new BatchDelivery(
                new StreamMapping("m", "arn:f", "arn:s", "LATEST", 10, false, 5, true, List.of(), Optional.empty()),
                new FunctionInvoker() {
                    @Override
                    public void verify(FunctionConfiguration configuration) {
                        throw new UnsupportedOperationException("the test registers nothing");
                    }

                    @Override
                    public void register(FunctionConfiguration configuration) {
                        throw new UnsupportedOperationException("the test registers nothing");
                    }

                    @Override
                    public InvocationResult invoke(String name, byte[] event, Duration patience) {
                        return failedAt("2");
                    }

                    @Override
                    public void close() {
                        invocations.clear();
                    }
                }, Optional.empty(), pause -> false);
        assertFalse(delivery.deliver("s", records(3), done::add));
        assertEquals(List.of("1"), done);
    }
}
