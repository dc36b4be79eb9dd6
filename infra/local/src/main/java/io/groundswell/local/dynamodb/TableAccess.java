package io.groundswell.local.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundswell.local.iam.Access;
import io.groundswell.local.iam.Account;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The IAM permissions that an operation of DynamoDB or DynamoDB Streams needs, as AWS's service authorization reference has them. */
public final class TableAccess {

    private static final Set<String> ON_TABLE = Set.of("PutItem", "UpdateItem", "DeleteItem", "GetItem", "DescribeTable", "CreateTable", "DeleteTable",
            "UpdateTable", "DescribeTimeToLive", "UpdateTimeToLive");
    private static final Set<String> ON_TABLE_OR_INDEX = Set.of("Query", "Scan");
    private static final Set<String> ON_STREAM = Set.of("DescribeStream", "GetShardIterator");
    private static final Set<String> ON_ACCOUNT = Set.of("ListTables", "ListStreams", "DescribeLimits", "DescribeEndpoints");
    /** Each entry of a transaction needs the permission of the single operation. */
    private static final Map<String, String> IN_TRANSACTION =
            Map.of("Put", "PutItem", "Update", "UpdateItem", "Delete", "DeleteItem", "ConditionCheck", "ConditionCheckItem", "Get", "GetItem");

    private final Account account;
    private final LeadingKeys leadingKeys;

    /**
     * Prepares for the tables of an account.
     *
     * @param partitionKey the name of a table's partition key; empty when there is no such table
     */
    public TableAccess(Account account, Function<String, Optional<String>> partitionKey) {
        this.account = account;
        this.leadingKeys = new LeadingKeys(partitionKey);
    }

    /** The permissions, or empty for an operation that only the account's owner may use here. */
    public Optional<List<Access>> of(String operation, JsonNode body) {
        return switch (operation) {
            case "BatchGetItem", "BatchWriteItem" -> Optional.of(batch(operation, body.path("RequestItems")));
            case "TransactGetItems", "TransactWriteItems" -> Optional.of(transaction(body.path("TransactItems")));
            case "GetRecords" -> Optional.of(List.of(new Access("dynamodb:GetRecords", stream(body.path("ShardIterator").asText()))));
            case String name when ON_TABLE.contains(name) -> Optional.of(List.of(onTable(name, body)));
            case String name when ON_TABLE_OR_INDEX.contains(name) -> one(name, tableOrIndex(body));
            case String name when ON_STREAM.contains(name) -> one(name, stream(body.path("StreamArn").asText()));
            case String name when ON_ACCOUNT.contains(name) -> one(name, "*");
            case String name -> Optional.empty();
        };
    }

    private static Optional<List<Access>> one(String operation, String resource) {
        return Optional.of(List.of(new Access("dynamodb:" + operation, resource)));
    }

    private List<Access> batch(String operation, JsonNode requestItems) {
        var accesses = new ArrayList<Access>();
        requestItems.properties().forEach(table -> accesses.add(new Access("dynamodb:" + operation, table(table.getKey()),
                leadingKeys.ofBatch(name(table.getKey()), table.getValue()))));
        return accesses;
    }

    private List<Access> transaction(JsonNode items) {
        var accesses = new ArrayList<Access>();
        for (JsonNode item : items) {
            item.properties().forEach(entry -> accesses.add(
                    onTable(IN_TRANSACTION.getOrDefault(entry.getKey(), entry.getKey()), entry.getValue())));
        }
        return accesses;
    }

    private Access onTable(String operation, JsonNode request) {
        String table = request.path("TableName").asText();
        return new Access("dynamodb:" + operation, table(table), leadingKeys.of(name(table), request));
    }

    private String tableOrIndex(JsonNode body) {
        String table = table(body.path("TableName").asText());
        return body.hasNonNull("IndexName") ? table + "/index/" + body.path("IndexName").asText() : table;
    }

    private String table(String nameOrArn) {
        return nameOrArn.startsWith("arn:") ? local(nameOrArn) : account.arn("dynamodb", "table/" + nameOrArn);
    }

    private static String name(String nameOrArn) {
        return nameOrArn.substring(nameOrArn.lastIndexOf('/') + 1);
    }

    /** A shard iterator starts with the ARN of its stream: {@code 000|arn:aws:dynamodb:…/stream/<label>|…}. */
    private String stream(String arnOrIterator) {
        int start = arnOrIterator.indexOf("arn:");
        int end = arnOrIterator.indexOf('|', Math.max(start, 0));
        return start < 0 ? account.arn("dynamodb", "table/unknown") : arnOrIterator.substring(start, end < 0 ? arnOrIterator.length() : end);
    }

    /** DynamoDB Local writes its own region into a table's ARN. */
    private String local(String arn) {
        var parts = arn.split(":", 6);
        return parts.length == 6 ? account.arn("dynamodb", parts[5]) : arn;
    }
}
