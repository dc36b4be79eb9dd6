package io.groundswell.handlers.table;

import io.groundswell.domain.audit.AuditEvent;
import io.groundswell.domain.audit.ChainHead;
import io.groundswell.domain.audit.ChainedEvent;
import io.groundswell.domain.audit.Lane;
import io.groundswell.handlers.testing.LocalTables;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Writes audit chains as the Recorder leaves them, and spoils them as nobody should. */
public final class TestChains {

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
        Lane lane = Lane.of(fleet, subject.pk(), lanes);
        long revision = revisions.merge(subject, 1L, Long::sum);
        ChainedEvent chained = heads.getOrDefault(lane, ChainHead.origin(lane)).append(new AuditEvent(fleet,
                subject.subject(), revision, START.plusSeconds(second), type, "test", data));
        put(subject, chained);
        heads.put(lane, chained.head());
        Item head = Item.with().key(Keys.chainHead(lane)).number("seq", chained.sequence()).text("hash", chained.hash())
                .build();
        table.write(Write.put(table.name(), Keys.chainHead(lane), head, null, Map.of()));
        return chained;
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

    /** Removes an event from the table behind everybody's back. */
    public void remove(Key subject, long revision) {
        Key key = Keys.auditEvent(subject, revision);
        tables.dynamo().deleteItem(delete -> delete.tableName(tables.auditTable()).key(Map.of(
                "PK", AttributeValue.fromS(key.pk()), "SK", AttributeValue.fromS(key.sk()))));
    }

    private void put(Key subject, ChainedEvent chained) {
        Item item = Item.with().key(AuditItem.key(subject, chained)).all(AuditItem.of(chained)).build();
        tables.dynamo().putItem(put -> put.tableName(tables.auditTable()).item(item.attributes()));
    }
}
