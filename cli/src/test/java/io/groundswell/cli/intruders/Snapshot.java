package io.groundswell.cli.intruders;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * What both tables and the bucket hold; when a device was last seen is left out, because that is not a trace.
 *
 * @param revisions how many audited writes the fleet table has seen
 */
record Snapshot(Map<String, String> items, Map<String, String> events, Map<String, String> objects, long revisions) {

    static Snapshot of(DynamoDbClient dynamo, S3Client s3, String fleetTable, String auditTable, String bucket) {
        Map<String, String> items = new TreeMap<>();
        Map<String, String> events = new TreeMap<>();
        Map<String, String> objects = new TreeMap<>();
        long revisions = 0;
        for (Map<String, AttributeValue> item : dynamo.scanPaginator(
                scan -> scan.tableName(fleetTable).consistentRead(true)).items()) {
            if (!item.get("SK").s().equals("SEEN")) {
                items.put(key(item), item.toString());
            }
            revisions += item.containsKey("event") ? Long.parseLong(item.get("rev").n()) : 0;
        }
        dynamo.scanPaginator(scan -> scan.tableName(auditTable).consistentRead(true)).items()
                .forEach(item -> events.put(key(item), item.toString()));
        s3.listObjectsV2Paginator(list -> list.bucket(bucket)).contents()
                .forEach(object -> objects.put(object.key(), object.eTag()));
        return new Snapshot(items, events, objects, revisions);
    }

    /** Whether every audited write has its event. */
    boolean isSettled() {
        return revisions == events.size();
    }

    /** What is not as it was: every item, event and object with what it holds before and after. */
    List<String> differences(Snapshot after) {
        List<String> differences = new ArrayList<>();
        differences.addAll(differences(items, after.items));
        differences.addAll(differences(events, after.events));
        differences.addAll(differences(objects, after.objects));
        return differences;
    }

    private static List<String> differences(Map<String, String> before, Map<String, String> after) {
        Set<String> keys = new TreeSet<>(before.keySet());
        keys.addAll(after.keySet());
        return keys.stream().filter(key -> !Objects.equals(before.get(key), after.get(key)))
                .map(key -> key + ": " + before.get(key) + " -> " + after.get(key)).toList();
    }

    private static String key(Map<String, AttributeValue> item) {
        return item.get("PK").s() + " " + item.get("SK").s();
    }
}
