package io.groundswell.local.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.groundswell.local.iam.Account;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** What a function sees through the direct client is what it sees through the SDK's client at the port. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DirectClientIT {

    private static final String TABLE = "audit";

    private DynamoDb database;
    private DynamoDbClient direct;
    private DynamoDbClient remote;

    @BeforeAll
    void start() {
        database = DynamoDb.inMemory(new Account("us-east-1", "000000000000"));
        database.createTable(TABLE, TablePropertiesTest.AUDIT);
        direct = database.client();
        remote = DynamoDbClient.builder().endpointOverride(database.endpoint()).region(Region.US_EAST_1)
                .httpClient(UrlConnectionHttpClient.create()).credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIA", "secret"))).build();
        for (int i = 0; i < 5; i++) {
            Map<String, AttributeValue> item = item("row-" + i);
            direct.putItem(put -> put.tableName(TABLE).item(item));
        }
    }

    @AfterAll
    void stop() {
        direct.close();
        remote.close();
        database.close();
    }

    private static Map<String, AttributeValue> key(String sk) {
        return Map.of("PK", AttributeValue.fromS("p"), "SK", AttributeValue.fromS(sk));
    }

    private static Map<String, AttributeValue> item(String sk) {
        return Map.of("PK", AttributeValue.fromS("p"), "SK", AttributeValue.fromS(sk), "lane", AttributeValue.fromS("f#0"),
                "n", AttributeValue.fromN("1"), "m", AttributeValue.fromM(Map.of("l", AttributeValue.fromL(List.of()))));
    }

    /** Both clients' answer; it must be the same. */
    private <R> R both(Function<DynamoDbClient, R> call) {
        R expected = call.apply(remote);
        assertEquals(expected, call.apply(direct));
        return expected;
    }

    /** Both clients' exception; it must be of the same type, with the same code and sentence. */
    private <E extends DynamoDbException> E bothRefuse(Class<E> type, Function<DynamoDbClient, ?> call) {
        E expected = assertThrows(type, () -> call.apply(remote));
        E found = assertThrows(type, () -> call.apply(direct));
        assertEquals(expected.getClass(), found.getClass());
        assertEquals(expected.awsErrorDetails().errorCode(), found.awsErrorDetails().errorCode());
        assertEquals(expected.awsErrorDetails().errorMessage(), found.awsErrorDetails().errorMessage());
        return found;
    }

    @Test
    @DisplayName("items, batches, pages and what is absent are the same")
    void reads() {
        assertEquals(item("row-1"), both(client -> client.getItem(get -> get.tableName(TABLE).key(key("row-1")).consistentRead(true)).item()));
        assertEquals(false, both(client -> client.getItem(get -> get.tableName(TABLE).key(key("nothing"))).hasItem()));
        assertEquals(Map.of(), both(client -> client.getItem(get -> get.tableName(TABLE).key(key("nothing"))).item()));
        Map<String, KeysAndAttributes> wanted = Map.of(TABLE, KeysAndAttributes.builder().keys(List.of(key("row-0"), key("none"))).build());
        assertEquals(Map.of(TABLE, List.of(item("row-0"))), both(client -> client.batchGetItem(get -> get.requestItems(wanted)).responses()));
        assertEquals(Map.of(), both(client -> client.batchGetItem(get -> get.requestItems(wanted)).unprocessedKeys()));
        assertEquals(List.of(item("row-0"), item("row-1"), item("row-2"), item("row-3"), item("row-4")),
                both(client -> client.queryPaginator(query -> query.tableName(TABLE).limit(2).keyConditionExpression("PK = :pk AND begins_with(SK, :sk)")
                        .expressionAttributeValues(Map.of(":pk", AttributeValue.fromS("p"), ":sk", AttributeValue.fromS("row-")))).items().stream().toList()));
        assertEquals(2, both(client -> client.transactGetItems(get -> get.transactItems(item -> item.get(one -> one.tableName(TABLE).key(key("row-0"))),
                item -> item.get(one -> one.tableName(TABLE).key(key("none"))))).responses()).size());
    }

    @Test
    @DisplayName("writes, their conditions and what they return are the same")
    void writes() {
        assertEquals(false, both(client -> client.putItem(put -> put.tableName(TABLE).item(item("put"))).hasAttributes()));
        assertEquals(Map.of(), both(client -> client.updateItem(update -> update.tableName(TABLE).key(key("row-4")).updateExpression("SET n = :n")
                .expressionAttributeValues(Map.of(":n", AttributeValue.fromN("1")))).attributes()));
        bothRefuse(ConditionalCheckFailedException.class, client -> client.putItem(put -> put.tableName(TABLE).item(item("row-0"))
                .conditionExpression("attribute_not_exists(PK)")));
        bothRefuse(ConditionalCheckFailedException.class, client -> client.deleteItem(delete -> delete.tableName(TABLE).key(key("row-0"))
                .conditionExpression("attribute_not_exists(PK)")));
        bothRefuse(ResourceNotFoundException.class, client -> client.getItem(get -> get.tableName("none").key(key("row-0"))));
        assertEquals("ValidationException", bothRefuse(DynamoDbException.class, client -> client.updateItem(update -> update.tableName(TABLE)
                .key(key("row-0")).updateExpression("nonsense"))).awsErrorDetails().errorCode());
    }

    @Test
    @DisplayName("a transaction that is cancelled gives the same reasons in the same order")
    void transactions() {
        TransactWriteItem absent = TransactWriteItem.builder().put(put -> put.tableName(TABLE).item(item("row-0"))
                .conditionExpression("attribute_not_exists(PK)")).build();
        TransactWriteItem fine = TransactWriteItem.builder().put(put -> put.tableName(TABLE).item(item("row-9"))).build();
        TransactionCanceledException cancelled = bothRefuse(TransactionCanceledException.class,
                client -> client.transactWriteItems(write -> write.transactItems(fine, absent)));
        assertEquals(List.of("None", "ConditionalCheckFailed"), cancelled.cancellationReasons().stream().map(reason -> reason.code()).toList());
    }
}
