package io.groundswell.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * One request to DynamoDB, as LocalCloud's request log has it.
 *
 * @param consumed what it took: one entry for an item that it wrote or named, one for a table that it read from
 */
record LoggedRequest(String operation, boolean refused, List<Item> consumed) {

    /**
     * What a request took.
     *
     * @param partition key of the item; empty where the request names none
     * @param reads units read
     * @param writes units written to the table
     * @param indexes units written to all its indexes
     */
    record Item(String table, String partition, String sort, double reads, double writes, double indexes) {

        boolean isWrite() {
            return writes > 0;
        }

        boolean isAudit() {
            return table.contains("Audit");
        }

        /** What a device's report or exclusion writes. */
        boolean isWork() {
            return !isAudit() && partition.startsWith("DEVICE#") && sort.startsWith("ROLLOUT#");
        }

        boolean isHead() {
            return !isAudit() && partition.startsWith("CHAIN#");
        }

        boolean isTally() {
            return !isAudit() && partition.startsWith("ROLLOUT#") && sort.startsWith("TALLY#");
        }
    }

    LoggedRequest {
        consumed = List.copyOf(consumed);
    }

    static LoggedRequest of(JsonNode line) {
        List<Item> items = new ArrayList<>();
        line.path("consumed").forEach(item -> {
            double indexes = 0;
            for (JsonNode units : item.path("indexes")) {
                indexes += units.asDouble();
            }
            items.add(new Item(item.path("table").asText(), item.at("/key/PK").asText(), item.at("/key/SK").asText(),
                    item.path("reads").asDouble(), item.path("writes").asDouble(), indexes));
        });
        return new LoggedRequest(line.path("operation").asText(), line.has("refused"), items);
    }

    boolean isRead() {
        return operation.equals("Query") || operation.equals("Scan") || operation.contains("Get");
    }

    List<Item> writes() {
        return consumed.stream().filter(Item::isWrite).toList();
    }

    /** Whether it reads the fleet's active rollouts, which the heartbeats of some seconds share. */
    boolean isIndex() {
        List<Item> named = consumed.stream().filter(item -> !item.partition().isEmpty()).toList();
        return operation.equals("Query") || operation.equals("BatchGetItem") && named.stream()
                .allMatch(item -> item.partition().startsWith("ROLLOUT#") && item.sort().equals("META"));
    }
}
