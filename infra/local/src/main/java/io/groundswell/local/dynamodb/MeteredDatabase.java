package io.groundswell.local.dynamodb;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.Capacity;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.ExecuteStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.ExecuteStatementResponse;
import software.amazon.awssdk.services.dynamodb.model.ExecuteTransactionRequest;
import software.amazon.awssdk.services.dynamodb.model.ExecuteTransactionResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;
import software.amazon.dynamodb.services.exceptions.DynamoDBLocalServiceException;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBRequestHandler;

/**
 * DynamoDB Local with a line in a {@link RequestLog} for every request of items.
 *
 * <p>Units are DynamoDB Local's own but for transactions. What streams are asked is not counted: on AWS Lambda asks, for nothing.
 */
final class MeteredDatabase extends LocalDynamoDBRequestHandler {

    private static final ReturnConsumedCapacity ALL = ReturnConsumedCapacity.INDEXES;

    private final RequestLog log;
    private final Map<String, TableDescription> tables = new ConcurrentHashMap<>();
    private final Transactions transactions = new Transactions(this::table, this::item);

    MeteredDatabase(boolean inMemory, String folder, RequestLog log) {
        super(0, inMemory, folder, true, false);
        this.log = log;
    }

    @Override
    public GetItemResponse getItem(String accessKey, String region, GetItemRequest request) {
        GetItemRequest metered = request.toBuilder().returnConsumedCapacity(ALL).build();
        Map<String, String> key = transactions.keyOf(request.tableName(), request.key());
        GetItemResponse response = logged("GetItem", () -> super.getItem(accessKey, region, metered),
                found -> List.of(Consumption.read(request.tableName(), key, found.consumedCapacity().capacityUnits())));
        return response.toBuilder().consumedCapacity(shown(request.returnConsumedCapacity(), response.consumedCapacity())).build();
    }

    @Override
    public BatchGetItemResponse batchGetItem(String accessKey, String region, BatchGetItemRequest request) {
        BatchGetItemRequest metered = request.toBuilder().returnConsumedCapacity(ALL).build();
        BatchGetItemResponse response = logged("BatchGetItem", () -> super.batchGetItem(accessKey, region, metered), found -> {
            List<Consumption> consumed = new ArrayList<>(read(found.consumedCapacity()));
            request.requestItems().forEach((table, wanted) -> wanted.keys().forEach(key ->
                    consumed.add(Consumption.read(table, transactions.keyOf(table, key), 0))));
            return consumed;
        });
        return response.toBuilder().consumedCapacity(shown(request.returnConsumedCapacity(), response.consumedCapacity())).build();
    }

    @Override
    public QueryResponse query(String accessKey, String region, QueryRequest request) {
        QueryRequest metered = request.toBuilder().returnConsumedCapacity(ALL).build();
        QueryResponse response = logged("Query", () -> super.query(accessKey, region, metered),
                found -> read(List.of(found.consumedCapacity())));
        return response.toBuilder().consumedCapacity(shown(request.returnConsumedCapacity(), response.consumedCapacity())).build();
    }

    @Override
    public ScanResponse scan(String accessKey, String region, ScanRequest request) {
        ScanRequest metered = request.toBuilder().returnConsumedCapacity(ALL).build();
        ScanResponse response = logged("Scan", () -> super.scan(accessKey, region, metered),
                found -> read(List.of(found.consumedCapacity())));
        return response.toBuilder().consumedCapacity(shown(request.returnConsumedCapacity(), response.consumedCapacity())).build();
    }

    @Override
    public PutItemResponse putItem(String accessKey, String region, PutItemRequest request) {
        PutItemRequest metered = request.toBuilder().returnConsumedCapacity(ALL).build();
        PutItemResponse response = logged("PutItem", () -> super.putItem(accessKey, region, metered),
                done -> List.of(written(request.item(), done.consumedCapacity())));
        return response.toBuilder().consumedCapacity(shown(request.returnConsumedCapacity(), response.consumedCapacity())).build();
    }

    @Override
    public UpdateItemResponse updateItem(String accessKey, String region, UpdateItemRequest request) {
        UpdateItemRequest metered = request.toBuilder().returnConsumedCapacity(ALL).build();
        UpdateItemResponse response = logged("UpdateItem", () -> super.updateItem(accessKey, region, metered),
                done -> List.of(written(request.key(), done.consumedCapacity())));
        return response.toBuilder().consumedCapacity(shown(request.returnConsumedCapacity(), response.consumedCapacity())).build();
    }

    @Override
    public DeleteItemResponse deleteItem(String accessKey, String region, DeleteItemRequest request) {
        DeleteItemRequest metered = request.toBuilder().returnConsumedCapacity(ALL).build();
        DeleteItemResponse response = logged("DeleteItem", () -> super.deleteItem(accessKey, region, metered),
                done -> List.of(written(request.key(), done.consumedCapacity())));
        return response.toBuilder().consumedCapacity(shown(request.returnConsumedCapacity(), response.consumedCapacity())).build();
    }

    @Override
    public BatchWriteItemResponse batchWriteItem(String accessKey, String region, BatchWriteItemRequest request) {
        BatchWriteItemRequest metered = request.toBuilder().returnConsumedCapacity(ALL).build();
        BatchWriteItemResponse response = logged("BatchWriteItem", () -> super.batchWriteItem(accessKey, region, metered),
                done -> done.consumedCapacity().stream().map(capacity -> written(Map.of(), capacity)).toList());
        return response.toBuilder().consumedCapacity(shown(request.returnConsumedCapacity(), response.consumedCapacity())).build();
    }

    @Override
    public TransactWriteItemsResponse transactWriteItems(String accessKey, String region, TransactWriteItemsRequest request) {
        return logged("TransactWriteItems", () -> super.transactWriteItems(accessKey, region, request),
                done -> transactions.of(request.transactItems()));
    }

    @Override
    public TransactGetItemsResponse transactGetItems(String accessKey, String region, TransactGetItemsRequest request) {
        return logged("TransactGetItems", () -> super.transactGetItems(accessKey, region, request),
                found -> request.transactItems().stream().map(item -> Consumption.read(item.get().tableName(),
                        transactions.keyOf(item.get().tableName(), item.get().key()), 2)).toList());
    }

    @Override
    public ExecuteStatementResponse executeStatement(String accessKey, String region, ExecuteStatementRequest request) {
        return logged("ExecuteStatement", () -> super.executeStatement(accessKey, region, request), done -> List.of());
    }

    @Override
    public BatchExecuteStatementResponse batchExecuteStatement(String accessKey, String region, BatchExecuteStatementRequest request) {
        return logged("BatchExecuteStatement", () -> super.batchExecuteStatement(accessKey, region, request), done -> List.of());
    }

    @Override
    public ExecuteTransactionResponse executeTransaction(String accessKey, String region, ExecuteTransactionRequest request) {
        return logged("ExecuteTransaction", () -> super.executeTransaction(accessKey, region, request), done -> List.of());
    }

    private <R> R logged(String operation, Supplier<R> call, Function<R, List<Consumption>> consumed) {
        R answer;
        try {
            answer = call.get();
        } catch (DynamoDBLocalServiceException refusal) {
            log.add(operation, List.of(), Optional.of(refusal.getErrorCode()));
            throw refusal;
        }
        log.add(operation, consumed.apply(answer), Optional.empty());
        return answer;
    }

    private Consumption written(Map<String, AttributeValue> item, ConsumedCapacity capacity) {
        Map<String, Double> indexes = new TreeMap<>();
        capacity.globalSecondaryIndexes().forEach((name, units) -> indexes.put(name, units.capacityUnits()));
        double table = Optional.ofNullable(capacity.table()).map(Capacity::capacityUnits).orElse(capacity.capacityUnits());
        return Consumption.written(capacity.tableName(), transactions.keyOf(capacity.tableName(), item), table, indexes);
    }

    private static List<Consumption> read(List<ConsumedCapacity> capacities) {
        return capacities.stream()
                .map(capacity -> Consumption.read(capacity.tableName(), Map.of(), capacity.capacityUnits())).toList();
    }

    /** The caller gets what it asked for. */
    private static <C> C shown(ReturnConsumedCapacity wish, C found) {
        return wish == null || wish == ReturnConsumedCapacity.NONE ? null : found;
    }

    private TableDescription table(String name) {
        return tables.computeIfAbsent(name, unknown ->
                super.describeTable(null, null, DescribeTableRequest.builder().tableName(unknown).build()).table());
    }

    private Map<String, AttributeValue> item(String table, Map<String, AttributeValue> key) {
        return super.getItem(null, null, GetItemRequest.builder().tableName(table).key(key).consistentRead(true).build()).item();
    }
}
