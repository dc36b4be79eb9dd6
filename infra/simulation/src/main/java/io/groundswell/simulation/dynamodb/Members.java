package io.groundswell.simulation.dynamodb;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;

/** Which members of a request have a meaning here; any other that is set is refused by name. */
final class Members {

    static final Set<String> GET = Set.of("TableName", "Key", "ConsistentRead");
    static final Set<String> BATCH_GET = Set.of("RequestItems");
    static final Set<String> KEYS = Set.of("Keys", "ConsistentRead");
    static final Set<String> QUERY = Set.of("TableName", "IndexName", "Select", "Limit", "ConsistentRead",
            "ExclusiveStartKey", "KeyConditionExpression", "ExpressionAttributeNames", "ExpressionAttributeValues");
    static final Set<String> PUT = Set.of("TableName", "Item", "ConditionExpression", "ExpressionAttributeNames",
            "ExpressionAttributeValues");
    static final Set<String> UPDATE = Set.of("TableName", "Key", "UpdateExpression", "ConditionExpression",
            "ExpressionAttributeNames", "ExpressionAttributeValues");
    static final Set<String> DELETE = Set.of("TableName", "Key", "ConditionExpression", "ExpressionAttributeNames",
            "ExpressionAttributeValues");
    static final Set<String> TRANSACT_WRITE = Set.of("TransactItems", "ClientRequestToken");

    private static final Map<Class<?>, List<SdkField<?>>> OTHERS = new ConcurrentHashMap<>();

    private Members() {
    }

    static void refuseOthers(SdkPojo request, Set<String> known) {
        for (SdkField<?> field : others(request, known)) {
            Object value = field.getValueOrDefault(request);
            boolean absent = value == null || value instanceof SdkAutoConstructMap || value instanceof SdkAutoConstructList;
            if (!absent) {
                throw Refusals.unknown(field.locationName() + " of " + request.getClass().getSimpleName());
            }
        }
    }

    private static List<SdkField<?>> others(SdkPojo request, Set<String> known) {
        return OTHERS.computeIfAbsent(request.getClass(), type -> request.sdkFields().stream()
                .filter(field -> !known.contains(field.locationName())).toList());
    }
}
