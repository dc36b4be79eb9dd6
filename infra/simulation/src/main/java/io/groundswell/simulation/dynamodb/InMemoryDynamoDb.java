package io.groundswell.simulation.dynamodb;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/**
 * Tables in memory behind the SDK's interface.
 *
 * <p>Indexes, and reads that do not ask for consistency, show what was written up to the last {@link #index}.
 *
 * <p>Changes are told in the order in which they happen, those of a transaction together; a write that changes nothing
 * tells nothing.
 */
public final class InMemoryDynamoDb implements DynamoDbClient {

    private static final int MOST_KEYS = 100;
    private static final int MOST_ACTIONS = 100;

    private final Map<String, Table> tables = new LinkedHashMap<>();
    private final Consumer<List<Change>> listener;

    public InMemoryDynamoDb(List<TableShape> shapes, Consumer<List<Change>> listener) {
        shapes.forEach(shape -> tables.put(shape.name(), new Table(shape)));
        this.listener = listener;
    }

    /** An item as it is, without attributes when there is none; not a request. */
    public Map<String, AttributeValue> look(String table, ItemKey key) {
        return table(table).get(key);
    }

    /** The items of a partition as they are, in sort key order; not a request. */
    public Iterable<Map<String, AttributeValue>> look(String table, String partition) {
        return table(table).partition(partition);
    }

    /** Lets the indexes and every read show everything that was written. */
    public void index() {
        tables.values().forEach(Table::index);
    }

    @Override
    public GetItemResponse getItem(GetItemRequest request) {
        Members.refuseOthers(request, Members.GET);
        Map<String, AttributeValue> found = table(request.tableName())
                .get(ItemKey.of(request.key()), Boolean.TRUE.equals(request.consistentRead()));
        return found.isEmpty() ? GetItemResponse.builder().build() : GetItemResponse.builder().item(found).build();
    }

    @Override
    public BatchGetItemResponse batchGetItem(BatchGetItemRequest request) {
        Members.refuseOthers(request, Members.BATCH_GET);
        Map<String, List<Map<String, AttributeValue>>> responses = new HashMap<>();
        request.requestItems().forEach((name, wanted) -> {
            Members.refuseOthers(wanted, Members.KEYS);
            if (wanted.keys().size() > MOST_KEYS || wanted.keys().isEmpty()) {
                throw Refusals.validation("Too many items requested for the BatchGetItem call, or none");
            }
            Set<ItemKey> seen = new HashSet<>();
            List<Map<String, AttributeValue>> found = new ArrayList<>();
            wanted.keys().forEach(attributes -> {
                ItemKey key = ItemKey.of(attributes);
                if (!seen.add(key)) {
                    throw Refusals.validation("Provided list of item keys contains duplicates");
                }
                Map<String, AttributeValue> item = table(name).get(key, Boolean.TRUE.equals(wanted.consistentRead()));
                if (!item.isEmpty()) {
                    found.add(item);
                }
            });
            responses.put(name, found);
        });
        return BatchGetItemResponse.builder().responses(responses).unprocessedKeys(Map.of()).build();
    }

    @Override
    public QueryResponse query(QueryRequest request) {
        Members.refuseOthers(request, Members.QUERY);
        return Queries.answer(table(request.tableName()), request);
    }

    @Override
    public PutItemResponse putItem(PutItemRequest request) {
        Members.refuseOthers(request, Members.PUT);
        write(Write.of(Put.builder().tableName(request.tableName()).item(request.item())
                .conditionExpression(request.conditionExpression())
                .expressionAttributeNames(request.expressionAttributeNames())
                .expressionAttributeValues(request.expressionAttributeValues()).build()));
        return PutItemResponse.builder().build();
    }

    @Override
    public UpdateItemResponse updateItem(UpdateItemRequest request) {
        Members.refuseOthers(request, Members.UPDATE);
        write(Write.of(software.amazon.awssdk.services.dynamodb.model.Update.builder().tableName(request.tableName())
                .key(request.key()).updateExpression(request.updateExpression())
                .conditionExpression(request.conditionExpression())
                .expressionAttributeNames(request.expressionAttributeNames())
                .expressionAttributeValues(request.expressionAttributeValues()).build()));
        return UpdateItemResponse.builder().build();
    }

    @Override
    public DeleteItemResponse deleteItem(DeleteItemRequest request) {
        Members.refuseOthers(request, Members.DELETE);
        write(Write.of(Delete.builder().tableName(request.tableName()).key(request.key())
                .conditionExpression(request.conditionExpression())
                .expressionAttributeNames(request.expressionAttributeNames())
                .expressionAttributeValues(request.expressionAttributeValues()).build()));
        return DeleteItemResponse.builder().build();
    }

    @Override
    public TransactWriteItemsResponse transactWriteItems(TransactWriteItemsRequest request) {
        Members.refuseOthers(request, Members.TRANSACT_WRITE);
        List<Write> writes = request.transactItems().stream().map(Write::of).toList();
        Set<String> touched = new HashSet<>();
        writes.forEach(write -> touched.add(write.table() + " " + write.key()));
        if (touched.size() < writes.size() || writes.isEmpty() || writes.size() > MOST_ACTIONS) {
            throw Refusals.validation("Transaction request cannot include multiple operations on one item, "
                    + "and includes 1 to " + MOST_ACTIONS + " operations");
        }
        List<Boolean> held = writes.stream().map(write -> write.mayHappenTo(itemOf(write))).toList();
        if (held.contains(false)) {
            throw cancelled(held);
        }
        commit(writes.stream().map(write -> write.change(itemOf(write))).toList());
        return TransactWriteItemsResponse.builder().build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        tables.clear();
    }

    private void write(Write write) {
        Map<String, AttributeValue> item = itemOf(write);
        if (!write.mayHappenTo(item)) {
            throw Refusals.conditionFailed();
        }
        commit(List.of(write.change(item)));
    }

    private void commit(List<Change> changes) {
        List<Change> real = changes.stream().filter(Change::isReal).toList();
        real.forEach(change -> table(change.table()).apply(change));
        if (!real.isEmpty()) {
            listener.accept(real);
        }
    }

    private Map<String, AttributeValue> itemOf(Write write) {
        return table(write.table()).get(write.key());
    }

    private Table table(String name) {
        Table table = tables.get(name);
        if (table == null) {
            throw Refusals.noTable(name);
        }
        return table;
    }

    private static TransactionCanceledException cancelled(List<Boolean> held) {
        List<CancellationReason> reasons = held.stream().map(holds -> CancellationReason.builder()
                .code(holds ? "None" : "ConditionalCheckFailed")
                .message(holds ? null : "The conditional request failed").build()).toList();
        return TransactionCanceledException.builder().message("Transaction cancelled, please refer cancellation reasons "
                + "for specific reasons " + reasons.stream().map(CancellationReason::code).toList())
                .cancellationReasons(reasons).build();
    }
}
