package io.groundswell.simulation.dynamodb;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The items of one table, and its indexes and its replica as they were when they were last brought up to date. */
final class Table {

    private final TableShape shape;
    private final NavigableMap<ItemKey, Map<String, AttributeValue>> items = new TreeMap<>();
    private final NavigableMap<ItemKey, Map<String, AttributeValue>> replica = new TreeMap<>();
    private final Map<String, NavigableMap<ItemKey, Map<String, AttributeValue>>> indexed = new HashMap<>();
    private final List<Change> unindexed = new ArrayList<>();

    Table(TableShape shape) {
        this.shape = shape;
        shape.indexes().forEach(index -> indexed.put(index.name(), new TreeMap<>()));
    }

    TableShape shape() {
        return shape;
    }

    /** The item; without attributes when there is none. */
    Map<String, AttributeValue> get(ItemKey key) {
        return items.getOrDefault(key, Map.of());
    }

    /** The item as a read finds it that does not ask for consistency: what was written of late may be missing. */
    Map<String, AttributeValue> get(ItemKey key, boolean consistent) {
        return consistent ? get(key) : replica.getOrDefault(key, Map.of());
    }

    void apply(Change change) {
        apply(change, items);
        unindexed.add(change);
    }

    private static void apply(Change change, Map<ItemKey, Map<String, AttributeValue>> to) {
        if (change.after().isEmpty()) {
            to.remove(change.key());
        } else {
            to.put(change.key(), change.after());
        }
    }

    /** Lets the indexes and the replica show everything that was written. */
    void index() {
        unindexed.forEach(change -> apply(change, replica));
        for (TableShape.Index index : shape.indexes()) {
            NavigableMap<ItemKey, Map<String, AttributeValue>> content = indexed.get(index.name());
            for (Change change : unindexed) {
                content.remove(change.key());
                if (change.after().containsKey(index.hash()) && change.after().containsKey(index.range())) {
                    content.put(change.key(), projected(index, change.after()));
                }
            }
        }
        unindexed.clear();
    }

    /** The items of a partition, in sort key order. */
    Iterable<Map<String, AttributeValue>> partition(String pk) {
        return partition(pk, true);
    }

    /** Likewise; what was written of late may be missing where consistency is not asked for. */
    Iterable<Map<String, AttributeValue>> partition(String pk, boolean consistent) {
        return (consistent ? items : replica).subMap(new ItemKey(pk, ""), true, new ItemKey(pk, "\uffff"), true).values();
    }

    /** The entries of an index under one hash key, in the order of its range key. */
    List<Map<String, AttributeValue>> entries(TableShape.Index index, AttributeValue hash) {
        List<Map<String, AttributeValue>> entries = new ArrayList<>();
        indexed.get(index.name()).values().stream()
                .filter(entry -> hash.equals(entry.get(index.hash()))).forEach(entries::add);
        entries.sort(Comparator.comparing(entry -> entry.get(index.range()), Condition::compare));
        return entries;
    }

    private static Map<String, AttributeValue> projected(TableShape.Index index, Map<String, AttributeValue> item) {
        if (!index.keysOnly()) {
            return item;
        }
        Map<String, AttributeValue> keys = new LinkedHashMap<>();
        for (String name : List.of(ItemKey.PK, ItemKey.SK, index.hash(), index.range())) {
            keys.put(name, item.get(name));
        }
        return keys;
    }
}
