package io.groundswell.handlers.table;

import io.groundswell.domain.audit.AuditEvent;
import io.groundswell.domain.audit.ChainHead;
import io.groundswell.domain.audit.ChainedEvent;
import io.groundswell.domain.audit.Lane;
import io.groundswell.handlers.testing.LocalTables;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Writes audit chains as the Recorder leaves them, and spoils them as nobody should. */
public final class TestChains {

    private static final int MOST_IN_A_BATCH = 25;
    private static final Instant START = Instant.parse("2026-03-01T09:00:00Z");

    private final LocalTables tables;
    private final FleetTable table;
    private final int lanes;
    private final Map<Lane, ChainHead> heads = new HashMap<>();
    private final Map<Key, Long> revisions = new HashMap<>();

    public TestChains(LocalTables tables, int lanes) {
        this.tables = tables;
        this.table = tables.fleet();
        this.lanes = lanes;
    }

    /** Appends the next revision of a subject, {@code second} seconds after nine. */
    public ChainedEvent append(String fleet, Key subject, String type, int second, Map<String, Object> data) {
        ChainedEvent chained = chain(fleet, subject, type, second, data);
        put(subject, chained);
        putHead(chained.lane());
        return chained;
    }

    /** Appends many registrations, the n-th of them {@code n} seconds after nine. */
    public void appendAll(String fleet, int count, IntFunction<Key> subject, IntFunction<Map<String, Object>> data) {
        List<WriteRequest> writes = IntStream.range(0, count).mapToObj(n -> {
            Key key = subject.apply(n);
            ChainedEvent chained = chain(fleet, key, "device.registered", n, data.apply(n));
            return WriteRequest.builder().putRequest(put -> put.item(item(key, chained).attributes())).build();
        }).toList();
        for (int from = 0; from < count; from += MOST_IN_A_BATCH) {
            List<WriteRequest> batch = writes.subList(from, Math.min(from + MOST_IN_A_BATCH, count));
            tables.dynamo().batchWriteItem(write -> write.requestItems(Map.of(tables.auditTable(), batch)));
        }
        heads.keySet().forEach(this::putHead);
    }

    private ChainedEvent chain(String fleet, Key subject, String type, int second, Map<String, Object> data) {
        Lane lane = Lane.of(fleet, subject.pk(), lanes);
        long revision = revisions.merge(subject, 1L, Long::sum);
        ChainedEvent chained = heads.getOrDefault(lane, ChainHead.origin(lane)).append(new AuditEvent(fleet,
                subject.subject(), revision, START.plusSeconds(second), type, "test", data));
        heads.put(lane, chained.head());
        return chained;
    }

    private void putHead(Lane lane) {
        ChainHead head = heads.get(lane);
        Item item = Item.with().key(Keys.chainHead(lane)).number("seq", head.sequence()).text("hash", head.hash()).build();
        table.write(Write.put(table.name(), Keys.chainHead(lane), item, null, Map.of()));
    }

    /** Leaves out the next revision of a subject. */
    public void skipRevision(Key subject) {
        revisions.merge(subject, 1L, Long::sum);
    }

    /** Changes an event in the table behind everybody's back. */
    public void forge(Key subject, ChainedEvent chained, String actor) {
        AuditEvent event = chained.event();
        put(subject, new ChainedEvent(new AuditEvent(event.fleet(), event.subject(), event.revision(), event.time(),
                event.type(), actor, event.data()), chained.lane(), chained.sequence(), chained.previousHash(),
                chained.hash()));
    }

    /** Replaces an attribute of an event in the table by a text behind everybody's back. */
    public void spoil(Key subject, long revision, String attribute, String text) {
        Key key = Keys.auditEvent(subject, revision);
        tables.dynamo().updateItem(update -> update.tableName(tables.auditTable()).key(Map.of(
                "PK", AttributeValue.fromS(key.pk()), "SK", AttributeValue.fromS(key.sk())))
                .updateExpression("SET #attribute = :text").expressionAttributeNames(Map.of("#attribute", attribute))
                .expressionAttributeValues(Map.of(":text", AttributeValue.fromS(text))));
    }

    /** Removes an event from the table behind everybody's back. */
    public void remove(Key subject, long revision) {
        Key key = Keys.auditEvent(subject, revision);
        tables.dynamo().deleteItem(delete -> delete.tableName(tables.auditTable()).key(Map.of(
                "PK", AttributeValue.fromS(key.pk()), "SK", AttributeValue.fromS(key.sk()))));
    }

    private void put(Key subject, ChainedEvent chained) {
        tables.dynamo().putItem(put -> put.tableName(tables.auditTable()).item(item(subject, chained).attributes()));
    }

    private static Item item(Key subject, ChainedEvent chained) {
        return Item.with().key(AuditItem.key(subject, chained)).all(AuditItem.of(chained)).build();
    }
}
