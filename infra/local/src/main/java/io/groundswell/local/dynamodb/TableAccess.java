package io.groundswell.local.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundswell.local.iam.Access;
import io.groundswell.local.iam.Account;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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

    private TableAccess() {
    }

    /** The permissions, or empty for an operation that only the account's owner may use here. */
    public static Optional<List<Access>> of(Account account, String operation, JsonNode body) {
        return switch (operation) {
            case "BatchGetItem", "BatchWriteItem" -> Optional.of(batch(account, operation, body.path("RequestItems")));
            case "TransactGetItems", "TransactWriteItems" -> Optional.of(transaction(account, body.path("TransactItems")));
            case "GetRecords" -> Optional.of(List.of(new Access("dynamodb:GetRecords", stream(account, body.path("ShardIterator").asText()))));
            case String name when ON_TABLE.contains(name) -> one(name, table(account, body.path("TableName")));
            case String name when ON_TABLE_OR_INDEX.contains(name) -> one(name, tableOrIndex(account, body));
            case String name when ON_STREAM.contains(name) -> one(name, stream(account, body.path("StreamArn").asText()));
            case String name when ON_ACCOUNT.contains(name) -> one(name, "*");
            case String name -> Optional.empty();
        };
    }

    private static Optional<List<Access>> one(String operation, String resource) {
        return Optional.of(List.of(new Access("dynamodb:" + operation, resource)));
    }

    private static List<Access> batch(Account account, String operation, JsonNode requestItems) {
        var accesses = new ArrayList<Access>();
        requestItems.fieldNames().forEachRemaining(name -> accesses.add(new Access("dynamodb:" + operation, table(account, name))));
        return accesses;
    }

    private static List<Access> transaction(Account account, JsonNode items) {
        var accesses = new ArrayList<Access>();
        for (JsonNode item : items) {
            item.properties().forEach(entry -> accesses.add(new Access(
                    "dynamodb:" + IN_TRANSACTION.getOrDefault(entry.getKey(), entry.getKey()), table(account, entry.getValue().path("TableName")))));
        }
        return accesses;
    }

    private static String tableOrIndex(Account account, JsonNode body) {
        String table = table(account, body.path("TableName"));
        return body.hasNonNull("IndexName") ? table + "/index/" + body.path("IndexName").asText() : table;
    }

    private static String table(Account account, JsonNode name) {
        return table(account, name.asText());
    }

    private static String table(Account account, String nameOrArn) {
        return nameOrArn.startsWith("arn:") ? local(account, nameOrArn) : account.arn("dynamodb", "table/" + nameOrArn);
    }

    /** A shard iterator starts with the ARN of its stream: {@code 000|arn:aws:dynamodb:…/stream/<label>|…}. */
    private static String stream(Account account, String arnOrIterator) {
        int start = arnOrIterator.indexOf("arn:");
        int end = arnOrIterator.indexOf('|', Math.max(start, 0));
        return start < 0 ? account.arn("dynamodb", "table/unknown") : arnOrIterator.substring(start, end < 0 ? arnOrIterator.length() : end);
    }

    /** DynamoDB Local writes its own region into a table's ARN. */
    private static String local(Account account, String arn) {
        var parts = arn.split(":", 6);
        return parts.length == 6 ? account.arn("dynamodb", parts[5]) : arn;
    }
}
