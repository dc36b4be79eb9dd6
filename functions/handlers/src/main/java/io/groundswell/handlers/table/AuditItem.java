package io.groundswell.handlers.table;

import io.groundswell.domain.audit.AuditEvent;
import io.groundswell.domain.audit.ChainedEvent;
import io.groundswell.domain.audit.Lane;
import java.time.DateTimeException;
import java.util.Optional;

/** An audit event as an item of the audit table and back. */
public final class AuditItem {

    private static final String ARTIFACT = "artifact";

    private AuditItem() {
    }

    static Key key(Key subject, ChainedEvent chained) {
        return Keys.auditEvent(subject, chained.event().revision());
    }

    static Item of(ChainedEvent chained) {
        AuditEvent event = chained.event();
        Item.Builder item = Item.with()
                .text("fleet", event.fleet()).text("subject", event.subject()).number("revision", event.revision())
                .text("lane", chained.lane().toString()).number("seq", chained.sequence())
                .time("time", event.time()).text("type", event.type()).text("actor", event.actor())
                .values("data", event.data())
                .text("previous_hash", chained.previousHash()).text("hash", chained.hash());
        product(event).ifPresent(product -> item.text("product", product)
                .text("product_order", AuditLog.place(chained)));
        return item.build();
    }

    /** The event that an item is; empty when somebody spoilt the item so that it is none any more. */
    static Optional<ChainedEvent> find(Item item) {
        try {
            return Optional.of(toEvent(item));
        } catch (IllegalStateException | IllegalArgumentException | DateTimeException noEvent) {
            return Optional.empty();
        }
    }

    static ChainedEvent toEvent(Item item) {
        String lane = item.text("lane");
        int separator = lane.lastIndexOf('#');
        AuditEvent event = new AuditEvent(item.text("fleet"), item.text("subject"), item.number("revision"),
                item.time("time"), item.text("type"), item.text("actor"), item.values("data"));
        return new ChainedEvent(event, new Lane(lane.substring(0, separator),
                Integer.parseInt(lane.substring(separator + 1))), item.number("seq"), item.text("previous_hash"),
                item.text("hash"));
    }

    private static Optional<String> product(AuditEvent event) {
        return event.data().get(ARTIFACT) instanceof String artifact
                ? Optional.of(Keys.product(event.fleet(), artifact)) : Optional.empty();
    }
}
