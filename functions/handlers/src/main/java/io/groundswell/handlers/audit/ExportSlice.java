package io.groundswell.handlers.audit;

import io.groundswell.domain.audit.ChainHead;
import io.groundswell.domain.audit.ChainVerification;
import io.groundswell.domain.audit.ChainedEvent;
import io.groundswell.domain.audit.Finding;
import io.groundswell.domain.error.Conflict;
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
    private static final Duration INDEX_PATIENCE = Duration.ofSeconds(10);

    private final ExportOrder order;
    private final List<ChainHead> heads;
    private final ObjectWriter events;
    private final ChainVerification verification;
    private final List<String> findings;
    private int ended;

    private ExportSlice(ExportProgress from, ObjectWriter events) {
        this.order = from.order();
        this.heads = from.heads();
        this.findings = new ArrayList<>(from.findings());
        this.events = events;
        this.ended = from.ended();
        this.verification = ChainVerification.resume(order.fleet(), order.lanes(), from.verified(), this::found);
    }

    static ExportSlice first(ExportOrder order, List<ChainHead> heads, ObjectWriter events) {
        return next(new ExportProgress(order, heads, 0, ChainVerification.State.START, List.of(), events.state(),
                Optional.empty()), events);
    }

    static ExportSlice next(ExportProgress from, ObjectWriter events) {
        return new ExportSlice(from, events);
    }

    /** Writes until everything is written, then answers true, or until the time is over. */
    boolean write(AuditLog log, InstantSource clock, Instant until) {
        for (; ended < heads.size(); ended++) {
            ChainHead head = heads.get(ended);
            while (verification.reached(head.lane()).sequence() < head.sequence()) {
                if (!clock.instant().isBefore(until)) {
                    return false;
                }
                for (ChainedEvent event : next(log, head, clock, until)) {
                    verification.take(event, "");
                    events.write(Json.write(event.members()));
                    events.write(new byte[] {'\n'});
                }
            }
            verification.end(head);
        }
        return true;
    }

    /** The next events up to the head; waits for the index to show them. */
    private List<ChainedEvent> next(AuditLog log, ChainHead head, InstantSource clock, Instant until) {
        long after = verification.reached(head.lane()).sequence();
        int limit = (int) Math.min(PAGE, head.sequence() - after);
        Instant patience = earlier(clock.instant().plus(INDEX_PATIENCE), until);
        for (int attempt = 1; ; attempt++) {
            List<ChainedEvent> found = log.lane(head.lane(), after, limit);
            if (!found.isEmpty()) {
                return found;
            }
            if (!clock.instant().isBefore(patience)) {
                throw new Conflict("lane " + head.lane() + " ends at sequence " + head.sequence() + ", but its events after "
                        + after + " are not to be read: either the index is behind, then export again in a"
                        + " minute, or they are gone from the audit table");
            }
            Retry.pause(attempt);
        }
    }

    /** Makes the events visible, after {@link #write} came to their end. */
    Written complete() {
        return events.complete();
    }

    ExportProgress progress() {
        return new ExportProgress(order, heads, ended, verification.state(), List.copyOf(findings), events.putAside(),
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

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
