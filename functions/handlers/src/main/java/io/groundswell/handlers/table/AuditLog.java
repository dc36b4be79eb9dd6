package io.groundswell.handlers.table;

import io.groundswell.domain.audit.ChainHead;
import io.groundswell.domain.audit.ChainedEvent;
import io.groundswell.domain.audit.Lane;
import io.groundswell.domain.name.DeviceRef;
import io.groundswell.domain.time.Timestamps;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** Reads the audit table; nothing but the Recorder writes it (R32). */
public final class AuditLog {

    private final FleetTable fleetTable;
    private final String name;

    public AuditLog(FleetTable fleetTable, String name) {
        this.fleetTable = fleetTable;
        this.name = name;
    }

    /** The ends of all chains of a fleet, read consistently. */
    public List<ChainHead> heads(String fleet, int lanes) {
        List<ChainHead> heads = new ArrayList<>();
        for (int index = 0; index < lanes; index++) {
            Lane lane = new Lane(fleet, index);
            heads.add(fleetTable.get(Keys.chainHead(lane))
                    .map(item -> new ChainHead(lane, item.number("seq"), item.text("hash")))
                    .orElseGet(() -> ChainHead.origin(lane)));
        }
        return heads;
    }

    /**
     * Events of a lane after a sequence, without a gap: the index is eventually consistent, and an event that it does
     * not show yet ends the answer.
     */
    public List<ChainedEvent> lane(Lane lane, long after, int limit) {
        List<ChainedEvent> events = new ArrayList<>();
        long reached = after;
        for (ChainedEvent event : shown(lane, after, Long.MAX_VALUE, limit)) {
            if (event.sequence() > reached + 1) {
                break;
            }
            events.add(event);
            reached = event.sequence();
        }
        return events;
    }

    /**
     * Events of a lane after a sequence and up to another that the index shows, whatever is missing between them; an item
     * that is no event is missing, too.
     */
    public List<ChainedEvent> shown(Lane lane, long after, long last, int limit) {
        List<ChainedEvent> events = List.of();
        List<Item> items = items(lane, after, last, limit);
        while (events.isEmpty() && !items.isEmpty()) {
            events = items.stream().flatMap(item -> AuditItem.find(item).stream()).toList();
            items = events.isEmpty() ? items(lane, items.getLast().number("seq"), last, limit) : items;
        }
        return events;
    }

    private List<Item> items(Lane lane, long after, long last, int limit) {
        QueryRequest query = QueryRequest.builder().tableName(name).indexName(Keys.LANE_INDEX).limit(limit)
                .keyConditionExpression("lane = :lane AND seq BETWEEN :first AND :last").expressionAttributeValues(Map.of(
                        ":lane", AttributeValue.fromS(lane.toString()),
                        ":first", AttributeValue.fromN(Long.toString(after + 1)),
                        ":last", AttributeValue.fromN(Long.toString(last)))).build();
        return dynamo().query(query).items().stream().map(Item::new).toList();
    }

    /** Events of a product (artifact name) in time order, eventually consistent; {@code after} is the last {@link #place}. */
    public List<ChainedEvent> productHistory(String fleet, String artifact, Optional<String> after, int limit) {
        QueryRequest query = QueryRequest.builder().tableName(name).indexName(Keys.PRODUCT_INDEX).limit(limit)
                .keyConditionExpression("product = :product AND product_order > :after")
                .expressionAttributeValues(Map.of(":product", AttributeValue.fromS(Keys.product(fleet, artifact)),
                        ":after", AttributeValue.fromS(after.orElse(" ")))).build();
        return dynamo().query(query).items().stream().map(item -> AuditItem.toEvent(new Item(item))).toList();
    }

    /** Events of a device and of its work in time order, read consistently; {@code after} is the last {@link #place}. */
    public List<ChainedEvent> deviceHistory(DeviceRef device, Optional<String> after, int limit) {
        QueryRequest query = QueryRequest.builder().tableName(name).consistentRead(true)
                .keyConditionExpression("PK = :pk").expressionAttributeValues(
                        Map.of(":pk", AttributeValue.fromS(Keys.devicePartition(device)))).build();
        Stream<ChainedEvent> all = dynamo().queryPaginator(query).items().stream()
                .map(item -> AuditItem.toEvent(new Item(item)));
        return all.sorted(Comparator.comparing(AuditLog::place))
                .filter(event -> after.isEmpty() || place(event).compareTo(after.get()) > 0).limit(limit).toList();
    }

    /** The type of the event that is on record under a change's revision, read consistently. */
    public Optional<String> typeOnRecord(Change change) {
        Key event = Keys.auditEvent(change.key(), change.revision());
        Map<String, AttributeValue> found = dynamo().getItem(get -> get.tableName(name)
                .key(FleetTable.attributes(event)).consistentRead(true)).item();
        return found == null || found.isEmpty() ? Optional.empty() : Optional.of(new Item(found).text("type"));
    }

    /** All events of one subject in the order of their revisions, read consistently. */
    List<ChainedEvent> subject(Key subject) {
        QueryRequest query = QueryRequest.builder().tableName(name).consistentRead(true)
                .keyConditionExpression("PK = :pk AND begins_with(SK, :sk)").expressionAttributeValues(Map.of(
                        ":pk", AttributeValue.fromS(subject.pk()), ":sk", AttributeValue.fromS(subject.sk() + "#"))).build();
        return dynamo().queryPaginator(query).items().stream().map(item -> AuditItem.toEvent(new Item(item)))
                .filter(event -> event.event().subject().equals(subject.subject())).toList();
    }

    /** The revisions on record of every subject of a partition that starts like this, read consistently. */
    Map<Key, BitSet> revisions(String partition, String prefix) {
        QueryRequest.Builder query = QueryRequest.builder().tableName(name).consistentRead(true)
                .projectionExpression("PK, SK");
        AttributeValue pk = AttributeValue.fromS(partition);
        QueryRequest request = (prefix.isEmpty()
                ? query.keyConditionExpression("PK = :pk").expressionAttributeValues(Map.of(":pk", pk))
                : query.keyConditionExpression("PK = :pk AND begins_with(SK, :sk)").expressionAttributeValues(
                        Map.of(":pk", pk, ":sk", AttributeValue.fromS(prefix)))).build();
        Map<Key, BitSet> revisions = new HashMap<>();
        dynamo().queryPaginator(request).items().forEach(item -> {
            Key event = new Item(item).key();
            revisions.computeIfAbsent(Keys.subjectOf(event), subject -> new BitSet())
                    .set(Math.toIntExact(Keys.revisionOf(event)));
        });
        return revisions;
    }

    /** Where a history continues after this event; the order of places is the order of time. */
    public static String place(ChainedEvent event) {
        return Timestamps.format(event.event().time()) + "#" + event.event().subject() + "#%012d"
                .formatted(event.event().revision());
    }

    private DynamoDbClient dynamo() {
        return fleetTable.dynamo();
    }
}
