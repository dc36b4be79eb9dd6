package io.groundswell.simulation.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

class LaggingReadsTest {

    private static final Map<String, AttributeValue> KEY =
            Map.of("PK", AttributeValue.fromS("a"), "SK", AttributeValue.fromS("1"));

    private final InMemoryDynamoDb database = new InMemoryDynamoDb(List.of(Databases.SHAPE), changes -> { });

    @Test
    @DisplayName("a read that does not ask for consistency shows what was written only once the table caught up")
    void lagsUnlessConsistent() {
        database.putItem(put -> put.tableName(Databases.TABLE).item(KEY));

        assertEquals(List.of(0, 0, 0), found(false));
        assertEquals(List.of(1, 1, 1), found(true));
        database.index();
        assertEquals(List.of(1, 1, 1), found(false));

        database.deleteItem(delete -> delete.tableName(Databases.TABLE).key(KEY));

        assertEquals(List.of(1, 1, 1), found(false));
        assertEquals(List.of(0, 0, 0), found(true));
    }

    /** How many items a get, a batch and a query find. */
    private List<Integer> found(boolean consistent) {
        boolean got = database.getItem(get -> get.tableName(Databases.TABLE).key(KEY).consistentRead(consistent)).hasItem();
        int batch = database.batchGetItem(read -> read.requestItems(Map.of(Databases.TABLE, KeysAndAttributes.builder()
                .keys(List.of(KEY)).consistentRead(consistent).build()))).responses().get(Databases.TABLE).size();
        int queried = database.query(query -> query.tableName(Databases.TABLE).consistentRead(consistent)
                .keyConditionExpression("PK = :pk").expressionAttributeValues(Map.of(":pk", KEY.get("PK")))).count();
        return List.of(got ? 1 : 0, batch, queried);
    }
}
