package io.groundswell.simulation.dynamodb;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.Select;

/** Answers queries: the hash key by equality, the rest of the key condition entry by entry, pages by limit. */
final class Queries {

    private Queries() {
    }

    static QueryResponse answer(Table table, QueryRequest request) {
        if (request.limit() != null && request.limit() < 1) {
            throw Refusals.validation("Limit must be at least 1");
        }
        Condition condition = Expressions.condition(request.keyConditionExpression());
        Names names = new Names(request.expressionAttributeNames(), request.expressionAttributeValues());
        condition.visit(names::touch);
        names.requireAllUsed();
        List<String> keys = new ArrayList<>(List.of(ItemKey.PK, ItemKey.SK));
        Iterable<Map<String, AttributeValue>> entries;
        if (request.indexName() == null) {
            entries = table.partition(hash(condition, ItemKey.PK, names).s(), Boolean.TRUE.equals(request.consistentRead()));
        } else {
            TableShape.Index index = table.shape().index(request.indexName()).orElseThrow(() -> Refusals.validation(
                    "The table does not have the specified index: " + request.indexName()));
            if (Boolean.TRUE.equals(request.consistentRead())) {
                throw Refusals.validation("Consistent reads are not supported on global secondary indexes");
            }
            keys.add(index.hash());
            keys.add(index.range());
            entries = table.entries(index, hash(condition, index.hash(), names));
        }
        return page(request, after(entries, request.exclusiveStartKey()), condition, names, keys);
    }

    private static QueryResponse page(QueryRequest request, Iterable<Map<String, AttributeValue>> entries,
            Condition condition, Names names, List<String> keys) {
        List<Map<String, AttributeValue>> found = new ArrayList<>();
        QueryResponse.Builder answer = QueryResponse.builder();
        for (Map<String, AttributeValue> entry : entries) {
            if (!condition.holds(entry, names)) {
                continue;
            }
            found.add(entry);
            if (request.limit() != null && found.size() == request.limit()) {
                answer.lastEvaluatedKey(only(entry, keys));
                break;
            }
        }
        answer.count(found.size()).scannedCount(found.size());
        return request.select() == Select.COUNT ? answer.build() : answer.items(found).build();
    }

    /** What follows the entry of that key; the entry itself may be gone. */
    private static Iterable<Map<String, AttributeValue>> after(Iterable<Map<String, AttributeValue>> entries,
            Map<String, AttributeValue> start) {
        if (start == null || start.isEmpty()) {
            return entries;
        }
        ItemKey last = ItemKey.in(start);
        List<String> range = start.keySet().stream()
                .filter(name -> !name.equals(ItemKey.PK) && !name.equals(ItemKey.SK)).toList();
        List<Map<String, AttributeValue>> rest = new ArrayList<>();
        for (Map<String, AttributeValue> entry : entries) {
            int order = range.stream().mapToInt(name -> Condition.compare(entry.get(name), start.get(name)))
                    .filter(byName -> byName != 0).findFirst().orElseGet(() -> ItemKey.in(entry).compareTo(last));
            if (order > 0) {
                rest.add(entry);
            }
        }
        return rest;
    }

    private static AttributeValue hash(Condition condition, String name, Names names) {
        return switch (condition) {
            case Condition.And and -> hash(and.left(), name, names);
            case Condition.Compare(String path, String operator, String value)
                    when operator.equals("=") && names.attribute(path).equals(name) -> names.value(value);
            default -> throw Refusals.validation("Query condition missed key schema element: " + name);
        };
    }

    private static Map<String, AttributeValue> only(Map<String, AttributeValue> entry, List<String> names) {
        Map<String, AttributeValue> key = new LinkedHashMap<>();
        names.forEach(name -> key.put(name, entry.get(name)));
        return key;
    }
}
