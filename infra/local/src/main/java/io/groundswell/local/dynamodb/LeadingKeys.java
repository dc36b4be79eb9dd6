package io.groundswell.local.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The condition key {@code dynamodb:LeadingKeys}: the partition keys of the items that an operation names. */
final class LeadingKeys {

    private static final String CONDITION_KEY = "dynamodb:LeadingKeys";
    private static final List<String> KEY_TYPES = List.of("S", "N", "B");

    private final Function<String, Optional<String>> partitionKey;

    LeadingKeys(Function<String, Optional<String>> partitionKey) {
        this.partitionKey = partitionKey;
    }

    /** Of an operation on one item, or of one entry of a transaction. */
    Map<String, List<String>> of(String table, JsonNode request) {
        return of(table, List.of(request.path(request.has("Item") ? "Item" : "Key")));
    }

    /** Of one table's part of a batch: {@code {"Keys": […]}} to read, a list of put and delete requests to write. */
    Map<String, List<String>> ofBatch(String table, JsonNode part) {
        List<JsonNode> items = new ArrayList<>();
        part.path("Keys").forEach(items::add);
        if (part.isArray()) {
            part.forEach(write -> items.add(write.has("PutRequest")
                    ? write.path("PutRequest").path("Item") : write.path("DeleteRequest").path("Key")));
        }
        return of(table, items);
    }

    private Map<String, List<String>> of(String table, List<JsonNode> items) {
        return partitionKey.apply(table).map(attribute -> Map.of(CONDITION_KEY,
                items.stream().map(item -> text(item.path(attribute))).toList())).orElse(Map.of());
    }

    /** A key of no type is refused by the database; no pattern but one for everything matches it before. */
    private static String text(JsonNode value) {
        return KEY_TYPES.stream().filter(value::hasNonNull).findFirst().map(type -> value.path(type).asText()).orElse("");
    }
}
