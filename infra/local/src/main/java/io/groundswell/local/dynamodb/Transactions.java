package io.groundswell.local.dynamodb;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * What a transaction takes: two units for every item and KB, and one for every index entry and KB, because indexes follow later.
 *
 * <p>DynamoDB Local's own numbers are wrong here. An item that replaces another is taken to change all its index entries.
 *
 * @param tables describes a table
 * @param items reads an item by table and key; empty when there is none
 */
record Transactions(Function<String, TableDescription> tables,
        BiFunction<String, Map<String, AttributeValue>, Map<String, AttributeValue>> items) {

    private static final int TWICE = 2;

    /** What these writes take, once they are done. */
    List<Consumption> of(List<TransactWriteItem> writes) {
        return writes.stream().map(this::of).toList();
    }

    private Consumption of(TransactWriteItem write) {
        if (write.put() != null) {
            return written(write.put().tableName(), write.put().item());
        }
        if (write.update() != null) {
            String table = write.update().tableName();
            return written(table, or(items.apply(table, write.update().key()), write.update().key()));
        }
        if (write.delete() != null) {
            return written(write.delete().tableName(), write.delete().key());
        }
        String table = write.conditionCheck().tableName();
        Map<String, AttributeValue> key = write.conditionCheck().key();
        return Consumption.written(table, keyOf(table, key), TWICE * ItemSize.writeUnits(or(items.apply(table, key), key)), Map.of());
    }

    private Consumption written(String table, Map<String, AttributeValue> item) {
        Map<String, Double> indexes = new TreeMap<>();
        for (GlobalSecondaryIndexDescription index : tables.apply(table).globalSecondaryIndexes()) {
            if (index.keySchema().stream().allMatch(key -> item.containsKey(key.attributeName()))) {
                boolean whole = index.projection().projectionType() != ProjectionType.KEYS_ONLY;
                indexes.put(index.indexName(), whole ? ItemSize.writeUnits(item) : 1.0);
            }
        }
        return Consumption.written(table, keyOf(table, item), TWICE * ItemSize.writeUnits(item), indexes);
    }

    /** The key of an item of this table, as text. */
    Map<String, String> keyOf(String table, Map<String, AttributeValue> item) {
        Map<String, String> key = new TreeMap<>();
        for (KeySchemaElement element : tables.apply(table).keySchema()) {
            AttributeValue value = item.get(element.attributeName());
            if (value != null) {
                key.put(element.attributeName(), value.s() != null ? value.s() : value.n() != null ? value.n() : value.toString());
            }
        }
        return key;
    }

    private static Map<String, AttributeValue> or(Map<String, AttributeValue> item, Map<String, AttributeValue> key) {
        return item.isEmpty() ? key : item;
    }
}
