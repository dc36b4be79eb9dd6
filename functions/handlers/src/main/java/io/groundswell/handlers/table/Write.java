package io.groundswell.handlers.table;

import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionCheck;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.Update;

/** One conditional write, alone or as part of a transaction. */
final class Write {

    static final String ABSENT = "attribute_not_exists(PK)";
    private static final String AT_REV = "rev = :rev";

    private final TransactWriteItem action;
    private final Key key;

    private Write(Key key, TransactWriteItem action) {
        this.key = key;
        this.action = action;
    }

    Key key() {
        return key;
    }

    TransactWriteItem action() {
        return action;
    }

    /** An audited write: the item as it becomes, fenced by the revision it was decided from; 0 means it is new. */
    static Write audited(String table, Key key, Item body, long fromRev, Evidence evidence) {
        Item item = Item.with().all(body).key(key).number("rev", fromRev + 1).item("event", evidence.toItem()).build();
        return fromRev == 0 ? put(table, key, item, ABSENT, Map.of())
                : put(table, key, item, AT_REV, Map.of(":rev", AttributeValue.fromN(Long.toString(fromRev))));
    }

    static Write putIfAbsent(String table, Key key, Item body) {
        return put(table, key, Item.with().all(body).key(key).build(), ABSENT, Map.of());
    }

    static Write put(String table, Key key, Item item, String condition, Map<String, AttributeValue> values) {
        Put.Builder put = Put.builder().tableName(table).item(item.attributes());
        if (condition != null) {
            put.conditionExpression(condition);
        }
        return new Write(key, TransactWriteItem.builder()
                .put(values.isEmpty() ? put.build() : put.expressionAttributeValues(values).build()).build());
    }

    static Write update(String table, Key key, String expression, String condition, Map<String, String> names,
            Map<String, AttributeValue> values) {
        Update.Builder update = Update.builder().tableName(table).key(FleetTable.attributes(key))
                .updateExpression(expression).expressionAttributeValues(values);
        if (!names.isEmpty()) {
            update.expressionAttributeNames(names);
        }
        if (condition != null) {
            update.conditionExpression(condition);
        }
        return new Write(key, TransactWriteItem.builder().update(update.build()).build());
    }

    static Write delete(String table, Key key) {
        return new Write(key, TransactWriteItem.builder()
                .delete(delete -> delete.tableName(table).key(FleetTable.attributes(key))).build());
    }

    static Write check(String table, Key key, String condition, Map<String, AttributeValue> values) {
        ConditionCheck.Builder check = ConditionCheck.builder().tableName(table).key(FleetTable.attributes(key))
                .conditionExpression(condition);
        if (!values.isEmpty()) {
            check.expressionAttributeValues(values);
        }
        return new Write(key, TransactWriteItem.builder().conditionCheck(check.build()).build());
    }
}
