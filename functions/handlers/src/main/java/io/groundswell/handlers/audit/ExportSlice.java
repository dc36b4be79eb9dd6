package io.groundswell.handlers.audit;

import io.groundswell.domain.audit.ChainHead;
import io.groundswell.domain.audit.ChainVerification;
import io.groundswell.domain.audit.ChainedEvent;
import io.groundswell.domain.audit.Finding;
import io.groundswell.handlers.aws.ObjectWriter;
import io.groundswell.handlers.aws.ObjectWriter.Written;
import io.groundswell.handlers.json.Json;
import io.groundswell.handlers.table.AuditLog;
import io.groundswell.handlers.table.Retry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What one request writes of an export: whole pages of events, verified as they go by. */
final class ExportSlice {

    private static final int PAGE = 1_000;
    private static final int MOST_FINDINGS = 20;
    /** What the heads cover and the index does not show after this time is not in the table. */
    private static final Duration INDEX_PATIENCE = Duration.ofSeconds(15);

    private final ExportOrder order;
    private final List<ChainHead> heads;
    private final ObjectWriter events;
    private final ChainVerification verification;
    private final List<String> findings;
    private int ended;
    private long read;

    private ExportSlice(ExportProgress from, ObjectWriter events) {
        this.order = from.order();
        this.heads = from.heads();
        this.findings = new ArrayList<>(from.findings());
        this.events = events;
        this.ended = from.ended();
        this.read = from.read();
        this.verification = ChainVerification.resume(order.fleet(), order.lanes(), from.verified(), this::found);
    }

    static ExportSlice first(ExportOrder order, List<ChainHead> heads, ObjectWriter events) {
        return next(new ExportProgress(order, heads, 0, 0, ChainVerification.State.START, List.of(), events.state(),
                Optional.empty()), events);
    }

    static ExportSlice next(ExportProgress from, ObjectWriter events) {
        return new ExportSlice(from, events);
    }

    /** Writes until everything is written, then answers true, or until the time is over. */
    boolean write(AuditLog log, InstantSource clock, Instant until) {
        for (; ended < heads.size(); ended++, read = 0) {
            ChainHead head = heads.get(ended);
            for (int attempt = 1; read < head.sequence(); attempt++) {
                Instant now = clock.instant();
                if (!now.isBefore(until)) {
                    return false;
                }
                if (!writeNext(log, head, now)) {
                    Retry.pause(attempt);
                }
            }
            verification.end(head);
        }
        return true;
    }

    /** Writes the next page up to the head; false when the index must still be given time to show it. */
    private boolean writeNext(AuditLog log, ChainHead head, Instant now) {
        int limit = (int) Math.min(PAGE, head.sequence() - read);
        boolean settled = !now.isBefore(order.at().plus(INDEX_PATIENCE));
        List<ChainedEvent> page = settled ? log.shown(head.lane(), read, head.sequence(), limit)
                : log.lane(head.lane(), read, limit);
        for (ChainedEvent event : page) {
            verification.take(event, "");
            events.write(Json.write(event.members()));
            events.write(new byte[] {'\n'});
            read = event.sequence();
        }
        if (page.isEmpty() && settled) {
            read = head.sequence();
        }
        return settled || !page.isEmpty();
    }

    /** Makes the events visible, after {@link #write} came to their end. */
    Written complete() {
        return events.complete();
    }

    ExportProgress progress() {
        return new ExportProgress(order, heads, ended, read, verification.state(), List.copyOf(findings), events.putAside(),
                Optional.empty());
    }

    ExportOrder order() {
        return order;
    }

    List<ChainHead> heads() {
        return heads;
    }

    long events() {
        return verification.events();
    }

    List<String> findings() {
        return List.copyOf(findings);
    }

    private void found(Finding finding) {
        if (findings.size() < MOST_FINDINGS) {
            findings.add(finding.toString());
        }
    }
}
