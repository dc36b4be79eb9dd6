package io.groundswell.simulation.dynamodb;

import java.util.Map;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionCheck;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** One write: its condition, and what it makes of the item. */
record Write(String table, ItemKey key, Condition condition, Names names,
        Function<Map<String, AttributeValue>, Map<String, AttributeValue>> effect) {

    private static final Condition ALWAYS = new Condition.Or(
            new Condition.Exists(ItemKey.PK, true), new Condition.Exists(ItemKey.PK, false));

    static Write of(TransactWriteItem action) {
        if (action.put() != null) {
            return of(action.put());
        }
        if (action.update() != null) {
            return of(action.update());
        }
        if (action.delete() != null) {
            return of(action.delete());
        }
        return of(action.conditionCheck());
    }

    static Write of(Put put) {
        Members.refuseOthers(put, Members.PUT);
        return of(put.tableName(), ItemKey.in(put.item()), put.conditionExpression(),
                new Names(put.expressionAttributeNames(), put.expressionAttributeValues()), item -> put.item());
    }

    static Write of(software.amazon.awssdk.services.dynamodb.model.Update update) {
        Members.refuseOthers(update, Members.UPDATE);
        ItemKey key = ItemKey.of(update.key());
        Names names = new Names(update.expressionAttributeNames(), update.expressionAttributeValues());
        Update change = Expressions.update(update.updateExpression());
        change.visit(names::touch);
        return of(update.tableName(), key, update.conditionExpression(), names,
                item -> change.apply(item.isEmpty() ? key.attributes() : item, names));
    }

    static Write of(Delete delete) {
        Members.refuseOthers(delete, Members.DELETE);
        return of(delete.tableName(), ItemKey.of(delete.key()), delete.conditionExpression(),
                new Names(delete.expressionAttributeNames(), delete.expressionAttributeValues()), item -> Map.of());
    }

    static Write of(ConditionCheck check) {
        Members.refuseOthers(check, Members.DELETE);
        return of(check.tableName(), ItemKey.of(check.key()), check.conditionExpression(),
                new Names(check.expressionAttributeNames(), check.expressionAttributeValues()), item -> item);
    }

    private static Write of(String table, ItemKey key, String condition, Names names,
            Function<Map<String, AttributeValue>, Map<String, AttributeValue>> effect) {
        Condition parsed = condition == null ? ALWAYS : Expressions.condition(condition);
        parsed.visit(names::touch);
        names.requireAllUsed();
        return new Write(table, key, parsed, names, effect);
    }

    boolean mayHappenTo(Map<String, AttributeValue> item) {
        return condition.holds(item, names);
    }

    Change change(Map<String, AttributeValue> item) {
        return new Change(table, key, item, effect.apply(item));
    }
}
