package io.groundswell.handlers.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

class ThrottledWritesTest {

    private static final Key KEY = new Key("A", "B");

    @Test
    @DisplayName("[R11] a transaction that the table throttles is tried again until it is through")
    void triesAgain() {
        Cancelling dynamo = new Cancelling(7, "ThrottlingError");

        new FleetTable(dynamo, "t").write(List.of(Write.putIfAbsent("t", KEY, Item.with().build())));

        assertEquals(8, dynamo.calls);
    }

    @Test
    @DisplayName("a condition that does not hold is a conflict, whatever else was throttled")
    void conflictsComeFirst() {
        Cancelling dynamo = new Cancelling(1, "ThrottlingError", "ConditionalCheckFailed");

        assertThrows(WriteConflict.class, () -> new FleetTable(dynamo, "t")
                .write(List.of(Write.putIfAbsent("t", KEY, Item.with().build()))));
        assertEquals(1, dynamo.calls);
    }

    @Test
    @DisplayName("a request that can never succeed is not tried again")
    void passesFailuresOn() {
        Cancelling dynamo = new Cancelling(1, "ValidationError");

        assertThrows(TransactionCanceledException.class, () -> new FleetTable(dynamo, "t")
                .write(List.of(Write.putIfAbsent("t", KEY, Item.with().build()))));
        assertEquals(1, dynamo.calls);
    }

    /** Cancels the first transactions for these reasons. */
    private static final class Cancelling implements DynamoDbClient {

        private final int cancelled;
        private final List<String> codes;
        private int calls;

        Cancelling(int cancelled, String... codes) {
            this.cancelled = cancelled;
            this.codes = List.of(codes);
        }

        @Override
        public TransactWriteItemsResponse transactWriteItems(TransactWriteItemsRequest request) {
            calls++;
            if (calls <= cancelled) {
                throw TransactionCanceledException.builder().message("cancelled").cancellationReasons(
                        codes.stream().map(code -> CancellationReason.builder().code(code).build()).toList()).build();
            }
            return TransactWriteItemsResponse.builder().build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
