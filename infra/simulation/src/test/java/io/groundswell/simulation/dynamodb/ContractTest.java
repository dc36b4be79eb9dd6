package io.groundswell.simulation.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.Select;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** What both databases do alike, as far as the product relies on it. */
class ContractTest {

    static Stream<Databases> databases() {
        return Stream.of(Databases.inMemory(), Databases.local());
    }

    @ParameterizedTest
    @MethodSource("databases")
    @DisplayName("a put is read back whole, and an absent item is no item")
    void readsWhatWasPut(Databases database) {
        Map<String, AttributeValue> item = item("a", "1", "n", number(7), "flag", AttributeValue.fromBool(true), "map",
                AttributeValue.fromM(Map.of("list", AttributeValue.fromL(List.of(text("x"))))));
        put(database, item);

        assertEquals(item, database.client().getItem(get -> get.tableName(database.table()).key(key("a", "1"))
                .consistentRead(true)).item());
        assertFalse(database.client().getItem(get -> get.tableName(database.table()).key(key("a", "2"))).hasItem());
    }

    @ParameterizedTest
    @MethodSource("databases")
    @DisplayName("a condition on absence or on a revision fences a put")
    void conditionsFence(Databases database) {
        put(database, item("a", "1", "rev", number(1)));

        assertThrows(ConditionalCheckFailedException.class, () -> database.client().putItem(put ->
                put.tableName(database.table()).item(item("a", "1")).conditionExpression("attribute_not_exists(PK)")));
        assertThrows(ConditionalCheckFailedException.class, () -> putAtRev(database, 2));
        putAtRev(database, 1);
        assertThrows(ConditionalCheckFailedException.class, () -> putAtRev(database, 1));
    }

    @ParameterizedTest
    @MethodSource("databases")
    @DisplayName("conditions join with AND before OR, and compare texts and numbers")
    void conditionsCompare(Databases database) {
        put(database, item("a", "1", "at", text("2026-01-02"), "n", number(10)));

        assertTrue(holds(database, "attribute_not_exists(PK) OR #at <= :at", ":at", text("2026-01-02")));
        assertFalse(holds(database, "attribute_not_exists(PK) OR #at <= :at", ":at", text("2026-01-01")));
        assertTrue(holds(database, "n > :n AND attribute_exists(#at)", ":n", number(9)));
        assertFalse(holds(database, "n < :n AND attribute_exists(#at) OR attribute_not_exists(#at)", ":n", number(10)));
        assertTrue(holds(database, "n = :n AND attribute_exists(#at)", ":n", AttributeValue.fromN("10.0")));
        assertFalse(holds(database, "n = :n AND attribute_exists(#at)", ":n", text("10")));
        assertFalse(holds(database, "lacking <= :n AND attribute_exists(#at)", ":n", number(10)));
    }

    @ParameterizedTest
    @MethodSource("databases")
    @DisplayName("an update makes an absent item, sets and adds, and leaves the rest as it was")
    void updatesSetAndAdd(Databases database) {
        update(database, "ADD #a :two, b :two", Map.of("#a", "a"), Map.of(":two", number(2)));
        update(database, "ADD #a :two", Map.of("#a", "a"), Map.of(":two", number(-1)));
        update(database, "SET c = :text, #a = #a + :two", Map.of("#a", "a"), Map.of(":text", text("x"), ":two", number(2)));

        assertEquals(item("a", "1", "a", number(3), "b", number(2), "c", text("x")), find(database, "a", "1"));
    }

    @ParameterizedTest
    @MethodSource("databases")
    @DisplayName("a transaction does everything or nothing and says which condition failed")
    void transactionsAreWhole(Databases database) {
        put(database, item("a", "1"));

        TransactionCanceledException cancelled = assertThrows(TransactionCanceledException.class,
                () -> transact(database, putIfAbsent(database, "a", "2"), putIfAbsent(database, "a", "1"),
                        check(database, "a", "3", "attribute_not_exists(PK)")));

        assertEquals(List.of("None", "ConditionalCheckFailed", "None"),
                cancelled.cancellationReasons().stream().map(CancellationReason::code).toList());
        assertEquals(Map.of(), find(database, "a", "2"));
        transact(database, putIfAbsent(database, "a", "2"), check(database, "a", "1", "attribute_exists(PK)"),
                TransactWriteItem.builder().delete(delete -> delete.tableName(database.table()).key(key("a", "9"))).build());
        assertEquals(item("a", "2"), find(database, "a", "2"));
    }

    @ParameterizedTest
    @MethodSource("databases")
    @DisplayName("a query walks a partition in sort key order, page by page, and counts")
    void queriesWalk(Databases database) {
        List.of("b#2", "a#1", "b#10", "b#1").forEach(sk -> put(database, item("p", sk)));
        put(database, item("q", "b#3"));

        assertEquals(List.of("a#1", "b#1", "b#10", "b#2"), sortKeys(query(database, "", 10, Map.of())));
        QueryResponse first = query(database, "b#", 2, Map.of());
        assertEquals(List.of("b#1", "b#10"), sortKeys(first));
        QueryResponse second = query(database, "b#", 2, first.lastEvaluatedKey());
        assertEquals(List.of("b#2"), sortKeys(second));
        assertFalse(second.hasLastEvaluatedKey());
        assertEquals(4, database.client().query(query -> query.tableName(database.table()).select(Select.COUNT)
                .keyConditionExpression("PK = :pk").expressionAttributeValues(Map.of(":pk", text("p")))).count());
    }

    @ParameterizedTest
    @MethodSource("databases")
    @DisplayName("an index lists what has its keys, in their order, with what it projects")
    void indexesList(Databases database) {
        put(database, item("a", "1", "LPK", text("list"), "LSK", text("z"), "more", text("x")));
        put(database, item("a", "2", "LPK", text("list"), "LSK", text("y")));
        put(database, item("a", "3", "LPK", text("list")));
        put(database, item("l", "1", "lane", text("f#0"), "seq", number(10), "more", text("x")));
        put(database, item("l", "2", "lane", text("f#0"), "seq", number(9)));

        List<Map<String, AttributeValue>> listed = database.client().query(query -> query.tableName(database.table())
                .indexName("listing").keyConditionExpression("LPK = :list")
                .expressionAttributeValues(Map.of(":list", text("list")))).items();
        assertEquals(List.of(item("a", "2", "LPK", text("list"), "LSK", text("y")),
                item("a", "1", "LPK", text("list"), "LSK", text("z"))), listed);
        assertEquals(List.of("2", "1"), database.client().query(query -> query.tableName(database.table())
                .indexName("by-lane").keyConditionExpression("lane = :lane AND seq > :after")
                .expressionAttributeValues(Map.of(":lane", text("f#0"), ":after", number(8)))).items().stream()
                .map(item -> item.get("SK").s()).toList());
        QueryResponse first = database.client().query(query -> query.tableName(database.table()).indexName("listing")
                .keyConditionExpression("LPK = :list").expressionAttributeValues(Map.of(":list", text("list"))).limit(1));
        assertEquals(List.of("1"), sortKeys(database.client().query(query -> query.tableName(database.table())
                .indexName("listing").keyConditionExpression("LPK = :list").limit(5)
                .expressionAttributeValues(Map.of(":list", text("list"))).exclusiveStartKey(first.lastEvaluatedKey()))));
    }

    @ParameterizedTest
    @MethodSource("databases")
    @DisplayName("a batch reads the items that exist, and refuses a key that is named twice")
    void batchesRead(Databases database) {
        put(database, item("a", "1"));
        put(database, item("b", "1"));

        assertEquals(2, batch(database, key("a", "1"), key("b", "1"), key("c", "1")).size());
        assertEquals("ValidationException", assertThrows(DynamoDbException.class,
                () -> batch(database, key("a", "1"), key("a", "1"))).awsErrorDetails().errorCode());
    }

    @ParameterizedTest
    @MethodSource("databases")
    @DisplayName("what no expression uses, an empty key and two writes of one item are refused")
    void refusesWhatIsWrong(Databases database) {
        List.<Runnable>of(
                () -> database.client().putItem(put -> put.tableName(database.table()).item(item("a", "1"))
                        .conditionExpression("attribute_not_exists(PK)")
                        .expressionAttributeValues(Map.of(":unused", number(1)))),
                () -> put(database, item("", "1")),
                () -> put(database, Map.of("PK", text("a"))),
                () -> transact(database, putIfAbsent(database, "a", "1"), putIfAbsent(database, "a", "1")),
                () -> query(database, "", 0, Map.of()),
                () -> update(database, "SET PK = :x", Map.of(), Map.of(":x", text("x"))),
                () -> update(database, "ADD n :x", Map.of(), Map.of(":x", text("x"))))
                .forEach(wrong -> assertThrows(DynamoDbException.class, wrong::run));
        assertEquals(Map.of(), find(database, "a", "1"));
    }

    @ParameterizedTest
    @MethodSource("databases")
    @DisplayName("the stream tells each change with both images in order, and nothing of a write that changes nothing")
    void streamTellsChanges(Databases database) {
        put(database, item("a", "1"));
        put(database, item("a", "1"));
        update(database, "ADD n :n", Map.of(), Map.of(":n", number(1)));
        transact(database, check(database, "a", "1", "attribute_exists(PK)"), putIfAbsent(database, "b", "1"));
        database.client().deleteItem(delete -> delete.tableName(database.table()).key(key("a", "1")));
        database.client().deleteItem(delete -> delete.tableName(database.table()).key(key("a", "1")));

        Map<String, AttributeValue> first = new TreeMap<>(item("a", "1"));
        Map<String, AttributeValue> second = new TreeMap<>(item("a", "1", "n", number(1)));
        assertEquals(List.of("{} -> " + first, first + " -> " + second,
                "{} -> " + new TreeMap<>(item("b", "1")), second + " -> {}"), database.changes());
    }

    @Test
    @DisplayName("what the simulated database does not know it refuses by name")
    void refusesWhatItDoesNotKnow() {
        Databases database = Databases.inMemory();
        put(database, item("a", "1"));

        assertEquals("the simulated DynamoDB does not know ReturnValues of PutItemRequest",
                assertThrows(UnsupportedOperationException.class, () -> database.client().putItem(put ->
                        put.tableName(Databases.TABLE).item(item("a", "1")).returnValues("ALL_OLD"))).getMessage());
        assertThrows(UnsupportedOperationException.class, () -> update(database, "REMOVE n", Map.of(), Map.of()));
        assertThrows(UnsupportedOperationException.class, () -> holds(database, "contains(#at, :n)", ":n", text("x")));
        assertThrows(UnsupportedOperationException.class,
                () -> database.client().scan(scan -> scan.tableName(Databases.TABLE)));
    }

    private static void put(Databases database, Map<String, AttributeValue> item) {
        database.client().putItem(put -> put.tableName(database.table()).item(item));
    }

    private static void putAtRev(Databases database, int rev) {
        database.client().putItem(put -> put.tableName(database.table()).item(item("a", "1", "rev", number(rev + 1)))
                .conditionExpression("rev = :rev").expressionAttributeValues(Map.of(":rev", number(rev))));
    }

    private static boolean holds(Databases database, String condition, String placeholder, AttributeValue value) {
        Map<String, AttributeValue> item = new HashMap<>(find(database, "a", "1"));
        try {
            database.client().putItem(put -> put.tableName(database.table()).item(item).conditionExpression(
                    condition.contains("#at") ? condition : condition + " AND attribute_exists(#at)")
                    .expressionAttributeNames(Map.of("#at", "at")).expressionAttributeValues(Map.of(placeholder, value)));
            return true;
        } catch (ConditionalCheckFailedException refused) {
            return false;
        }
    }

    private static void update(Databases database, String expression, Map<String, String> names,
            Map<String, AttributeValue> values) {
        database.client().updateItem(update -> update.tableName(database.table()).key(key("a", "1"))
                .updateExpression(expression).expressionAttributeNames(names.isEmpty() ? null : names)
                .expressionAttributeValues(values));
    }

    private static void transact(Databases database, TransactWriteItem... actions) {
        database.client().transactWriteItems(transaction -> transaction.transactItems(actions));
    }

    private static TransactWriteItem putIfAbsent(Databases database, String pk, String sk) {
        return TransactWriteItem.builder().put(put -> put.tableName(database.table()).item(item(pk, sk))
                .conditionExpression("attribute_not_exists(PK)")).build();
    }

    private static TransactWriteItem check(Databases database, String pk, String sk, String condition) {
        return TransactWriteItem.builder().conditionCheck(check -> check.tableName(database.table()).key(key(pk, sk))
                .conditionExpression(condition)).build();
    }

    private static QueryResponse query(Databases database, String prefix, int limit, Map<String, AttributeValue> start) {
        return database.client().query(query -> {
            query.tableName(database.table()).consistentRead(true).limit(limit);
            if (prefix.isEmpty()) {
                query.keyConditionExpression("PK = :pk").expressionAttributeValues(Map.of(":pk", text("p")));
            } else {
                query.keyConditionExpression("PK = :pk AND begins_with(SK, :prefix)")
                        .expressionAttributeValues(Map.of(":pk", text("p"), ":prefix", text(prefix)));
            }
            if (!start.isEmpty()) {
                query.exclusiveStartKey(start);
            }
        });
    }

    @SafeVarargs
    private static List<Map<String, AttributeValue>> batch(Databases database, Map<String, AttributeValue>... keys) {
        return database.client().batchGetItem(batch -> batch.requestItems(Map.of(database.table(),
                KeysAndAttributes.builder().consistentRead(true).keys(List.of(keys)).build()))).responses().get(database.table());
    }

    private static List<String> sortKeys(QueryResponse response) {
        return response.items().stream().map(item -> item.get("SK").s()).toList();
    }

    private static Map<String, AttributeValue> find(Databases database, String pk, String sk) {
        return database.client().getItem(get -> get.tableName(database.table()).key(key(pk, sk)).consistentRead(true))
                .item();
    }

    private static Map<String, AttributeValue> key(String pk, String sk) {
        return Map.of("PK", text(pk), "SK", text(sk));
    }

    private static Map<String, AttributeValue> item(String pk, String sk, Object... attributes) {
        Map<String, AttributeValue> item = new HashMap<>(key(pk, sk));
        for (int i = 0; i < attributes.length; i += 2) {
            item.put((String) attributes[i], (AttributeValue) attributes[i + 1]);
        }
        return item;
    }

    private static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }
}
