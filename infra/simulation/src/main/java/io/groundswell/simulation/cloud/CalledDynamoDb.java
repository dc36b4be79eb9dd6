package io.groundswell.simulation.cloud;

import io.groundswell.simulation.dynamodb.InMemoryDynamoDb;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/** DynamoDB as functions meet it: items of one batch are read at different moments, pages are short, calls fail. */
final class CalledDynamoDb implements DynamoDbClient {

    private static final double SHORT_PAGE = 0.05;
    private static final double PARTIAL_BATCH = 0.01;
    private static final String TALLY = "TALLY#";

    private final InMemoryDynamoDb tables;
    private final Calls calls;
    private final Chance chance;
    private final Observer observer;

    CalledDynamoDb(InMemoryDynamoDb tables, Calls calls, Chance chance, Observer observer) {
        this.tables = tables;
        this.calls = calls;
        this.chance = chance;
        this.observer = observer;
    }

    @Override
    public GetItemResponse getItem(GetItemRequest request) {
        return read(() -> "GetItem " + Shown.key(request.key()), () -> tables.getItem(request));
    }

    /** The items of a batch are read one after the other, and the table may leave some of them for later. */
    @Override
    public BatchGetItemResponse batchGetItem(BatchGetItemRequest request) {
        String table = request.requestItems().keySet().iterator().next();
        KeysAndAttributes wanted = request.requestItems().get(table);
        int size = wanted.keys().size();
        if (request.requestItems().size() > 1 || size < 2) {
            return read(() -> "BatchGetItem " + size, () -> tables.batchGetItem(request));
        }
        int first = chance.from(1, size);
        List<Map<String, AttributeValue>> found = new ArrayList<>(part(table, wanted, 0, first));
        if (first == size) {
            return answer(table, found, Map.of());
        }
        if (chance.hits(PARTIAL_BATCH)) {
            return answer(table, found, Map.of(table, keys(wanted, first, size)));
        }
        calls.overtake();
        found.addAll(part(table, wanted, first, size));
        return answer(table, found, Map.of());
    }

    @Override
    public QueryResponse query(QueryRequest request) {
        String partition = Shown.hash(request);
        String prefix = Shown.prefix(request);
        QueryRequest asked = request.limit() == null && !prefix.equals(TALLY) && chance.hits(SHORT_PAGE)
                ? request.toBuilder().limit(chance.from(1, 5)).build() : request;
        return read(() -> "Query " + partition + " " + prefix, () -> {
            calls.current().ifPresent(invocation -> observer.queried(invocation, partition, prefix));
            return tables.query(asked);
        });
    }

    @Override
    public PutItemResponse putItem(PutItemRequest request) {
        return write(() -> "PutItem " + Shown.item(request.item()), () -> tables.putItem(request));
    }

    @Override
    public UpdateItemResponse updateItem(UpdateItemRequest request) {
        return write(() -> "UpdateItem " + Shown.key(request.key()), () -> tables.updateItem(request));
    }

    @Override
    public DeleteItemResponse deleteItem(DeleteItemRequest request) {
        return write(() -> "DeleteItem " + Shown.key(request.key()), () -> tables.deleteItem(request));
    }

    /** The SDK gives a transaction a token, so that one that it sends twice happens once. */
    @Override
    public TransactWriteItemsResponse transactWriteItems(TransactWriteItemsRequest request) {
        return calls.make(new Calls.Call<>(Service.TABLES,
                () -> "TransactWriteItems " + request.transactItems().stream().map(Shown::action).toList(),
                () -> tables.transactWriteItems(request),
                () -> cancelled(request.transactItems(), "ThrottlingError"),
                Optional.of(() -> cancelled(request.transactItems(), "TransactionConflict")), false));
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        // The tables outlive the functions.
    }

    private List<Map<String, AttributeValue>> part(String table, KeysAndAttributes wanted, int from, int to) {
        BatchGetItemRequest request = BatchGetItemRequest.builder()
                .requestItems(Map.of(table, keys(wanted, from, to))).build();
        return read(() -> "BatchGetItem " + wanted.keys().subList(from, to).stream().map(Shown::key).toList(),
                () -> tables.batchGetItem(request)).responses().get(table);
    }

    private static KeysAndAttributes keys(KeysAndAttributes wanted, int from, int to) {
        return wanted.toBuilder().keys(wanted.keys().subList(from, to)).build();
    }

    private static BatchGetItemResponse answer(String table, List<Map<String, AttributeValue>> found,
            Map<String, KeysAndAttributes> left) {
        return BatchGetItemResponse.builder().responses(Map.of(table, found)).unprocessedKeys(left).build();
    }

    private <T> T read(Supplier<String> what, Supplier<T> effect) {
        return calls.make(new Calls.Call<>(Service.TABLES, what, effect, CalledDynamoDb::throttled, Optional.empty(), false));
    }

    private <T> T write(Supplier<String> what, Supplier<T> effect) {
        return calls.make(new Calls.Call<>(Service.TABLES, what, effect, CalledDynamoDb::throttled, Optional.of(() ->
                TransactionConflictException.builder().message("a transaction is on the item").build()), true));
    }

    private static RuntimeException throttled() {
        return ProvisionedThroughputExceededException.builder().message("too many requests").build();
    }

    private static RuntimeException cancelled(List<TransactWriteItem> actions, String code) {
        List<CancellationReason> reasons = new ArrayList<>();
        actions.forEach(action -> reasons.add(CancellationReason.builder()
                .code(reasons.isEmpty() ? code : "None").build()));
        return TransactionCanceledException.builder().message("cancelled: " + code).cancellationReasons(reasons).build();
    }
}
