package io.groundswell.handlers.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.Select;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.dynamodb.model.Update;

/** The fleet table: reads, and writes that are always conditional. */
public final class FleetTable {

    private static final int BATCH = 100;
    private static final int THROTTLED_ATTEMPTS = 100;

    private final DynamoDbClient dynamo;
    private final String name;
    private final Pauses pauses;

    public FleetTable(DynamoDbClient dynamo, String name) {
        this(dynamo, name, Retry::pause);
    }

    /** @param pauses how to wait for a table that is busy with others */
    public FleetTable(DynamoDbClient dynamo, String name, Pauses pauses) {
        this.dynamo = dynamo;
        this.name = name;
        this.pauses = pauses;
    }

    DynamoDbClient dynamo() {
        return dynamo;
    }

    String name() {
        return name;
    }

    void pauseAfter(int attempts) {
        pauses.after(attempts);
    }

    /** The item as the last successful write left it. */
    Optional<Item> get(Key key) {
        Map<String, AttributeValue> found = dynamo.getItem(get ->
                get.tableName(name).key(attributes(key)).consistentRead(true)).item();
        return found == null || found.isEmpty() ? Optional.empty() : Optional.of(new Item(found));
    }

    /** All of these items that exist, read consistently; one request for up to 100 keys. */
    Map<Key, Item> get(List<Key> keys) {
        Map<Key, Item> found = new HashMap<>();
        for (int from = 0; from < keys.size(); from += BATCH) {
            batchGet(keys.subList(from, Math.min(from + BATCH, keys.size())), found);
        }
        return found;
    }

    private void batchGet(List<Key> keys, Map<Key, Item> found) {
        Map<String, KeysAndAttributes> wanted = Map.of(name, KeysAndAttributes.builder().consistentRead(true)
                .keys(keys.stream().map(FleetTable::attributes).toList()).build());
        for (int attempt = 1; !wanted.isEmpty(); attempt++) {
            Map<String, KeysAndAttributes> now = wanted;
            var response = dynamo.batchGetItem(batch -> batch.requestItems(now));
            response.responses().getOrDefault(name, List.of()).forEach(attributes -> {
                Item item = new Item(attributes);
                found.put(item.key(), item);
            });
            wanted = response.unprocessedKeys();
            if (!wanted.isEmpty()) {
                pauses.after(attempt);
            }
        }
    }

    /** One page of a partition, in sort key order, read consistently; {@code after} is the last sort key seen. */
    List<Item> page(String partition, String prefix, Optional<String> after, int limit) {
        QueryRequest.Builder query = partitionQuery(partition, prefix).limit(limit);
        after.ifPresent(sk -> query.exclusiveStartKey(attributes(new Key(partition, prefix + sk))));
        List<Item> items = new ArrayList<>();
        for (boolean more = true; more && items.size() < limit; ) {
            QueryResponse response = dynamo.query(query.limit(limit - items.size()).build());
            response.items().forEach(item -> items.add(new Item(item)));
            more = response.hasLastEvaluatedKey();
            query.exclusiveStartKey(response.lastEvaluatedKey());
        }
        return items;
    }

    /** Everything in a partition under a prefix, page by page, in sort key order, read consistently. */
    void forEach(String partition, String prefix, Consumer<Item> visitor) {
        dynamo.queryPaginator(partitionQuery(partition, prefix).build())
                .items().forEach(item -> visitor.accept(new Item(item)));
    }

    List<Item> all(String partition, String prefix) {
        List<Item> items = new ArrayList<>();
        forEach(partition, prefix, items::add);
        return items;
    }

    /** How many items a partition holds, counted consistently. */
    int count(String partition) {
        return dynamo.queryPaginator(partitionQuery(partition, "").select(Select.COUNT).build()).stream()
                .mapToInt(QueryResponse::count).sum();
    }

    /** One page of a list across partitions, eventually consistent; {@code after} is the last listing key seen. */
    List<Item> listing(String list, Optional<Listed> after, int limit) {
        QueryRequest.Builder query = QueryRequest.builder().tableName(name).indexName(Keys.LISTING_INDEX)
                .keyConditionExpression(Keys.LISTING_PK + " = :list")
                .expressionAttributeValues(Map.of(":list", AttributeValue.fromS(list))).limit(limit);
        after.ifPresent(last -> query.exclusiveStartKey(last.startKey(list)));
        List<Item> keys = dynamo.query(query.build()).items().stream().map(Item::new).toList();
        Map<Key, Item> items = get(keys.stream().map(Item::key).toList());
        return keys.stream().map(key -> items.get(key.key())).filter(Objects::nonNull).toList();
    }

    /** Visits the listing keys of a whole list, eventually consistent. */
    void forEachListed(String list, Consumer<String> visitor) {
        dynamo.queryPaginator(query -> query.tableName(name).indexName(Keys.LISTING_INDEX)
                        .keyConditionExpression(Keys.LISTING_PK + " = :list")
                        .expressionAttributeValues(Map.of(":list", AttributeValue.fromS(list))))
                .items().forEach(keys -> visitor.accept(keys.get(Keys.LISTING_SK).s()));
    }

    private QueryRequest.Builder partitionQuery(String partition, String prefix) {
        QueryRequest.Builder query = QueryRequest.builder().tableName(name).consistentRead(true);
        AttributeValue pk = AttributeValue.fromS(partition);
        // A key condition on empty text is refused by the service.
        return prefix.isEmpty()
                ? query.keyConditionExpression("PK = :pk").expressionAttributeValues(Map.of(":pk", pk))
                : query.keyConditionExpression("PK = :pk AND begins_with(SK, :prefix)")
                        .expressionAttributeValues(Map.of(":pk", pk, ":prefix", AttributeValue.fromS(prefix)));
    }

    /** @throws WriteConflict when the condition does not hold */
    void write(Write write) {
        try {
            Put put = write.action().put();
            Update update = write.action().update();
            if (put != null) {
                dynamo.putItem(request -> request.tableName(name).item(put.item())
                        .conditionExpression(put.conditionExpression())
                        .expressionAttributeValues(emptyToNull(put.expressionAttributeValues())));
            } else {
                dynamo.updateItem(request -> request.tableName(name).key(update.key())
                        .updateExpression(update.updateExpression()).conditionExpression(update.conditionExpression())
                        .expressionAttributeNames(emptyToNull(update.expressionAttributeNames()))
                        .expressionAttributeValues(emptyToNull(update.expressionAttributeValues())));
            }
        } catch (ConditionalCheckFailedException | TransactionConflictException e) {
            throw new WriteConflict("the condition on " + write.key() + " does not hold, or a transaction has it", e,
                    pauses);
        }
    }

    /** All of these writes or none; they may name other tables. What the table throttles is tried again for seconds. */
    void write(List<Write> writes) {
        for (int attempt = 1; !written(writes, attempt == THROTTLED_ATTEMPTS); attempt++) {
            pauses.after(attempt);
        }
    }

    private boolean written(List<Write> writes, boolean last) {
        try {
            dynamo.transactWriteItems(request -> request.transactItems(writes.stream().map(Write::action).toList()));
            return true;
        } catch (TransactionCanceledException e) {
            if (e.cancellationReasons().stream().anyMatch(reason -> isConflict(reason.code()))) {
                throw new WriteConflict("a condition of the transaction on " + writes.getFirst().key()
                        + " does not hold", e, pauses);
            }
            if (last || e.cancellationReasons().stream().noneMatch(reason -> isThrottling(reason.code()))) {
                throw e;
            }
            return false;
        }
    }

    void delete(Key key, String condition, Map<String, AttributeValue> values) {
        try {
            dynamo.deleteItem(request -> request.tableName(name).key(attributes(key)).conditionExpression(condition)
                    .expressionAttributeValues(emptyToNull(values)));
        } catch (ConditionalCheckFailedException e) {
            throw new WriteConflict("the condition on " + key + " does not hold", e, pauses);
        }
    }

    static boolean isConflict(String code) {
        return "ConditionalCheckFailed".equals(code) || "TransactionConflict".equals(code);
    }

    private static boolean isThrottling(String code) {
        return "ThrottlingError".equals(code) || "ProvisionedThroughputExceeded".equals(code);
    }

    static Map<String, AttributeValue> attributes(Key key) {
        return Map.of("PK", AttributeValue.fromS(key.pk()), "SK", AttributeValue.fromS(key.sk()));
    }

    private static <V> Map<String, V> emptyToNull(Map<String, V> map) {
        return map.isEmpty() ? null : map;
    }

    /** Where a listing continues: the listing sort key and the item it belongs to. */
    record Listed(String sk, Key key) {

        Map<String, AttributeValue> startKey(String list) {
            return Map.of("PK", AttributeValue.fromS(key.pk()), "SK", AttributeValue.fromS(key.sk()),
                    Keys.LISTING_PK, AttributeValue.fromS(list), Keys.LISTING_SK, AttributeValue.fromS(sk));
        }
    }
}
