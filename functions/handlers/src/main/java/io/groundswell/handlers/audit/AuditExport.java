package io.groundswell.handlers.audit;

import io.groundswell.domain.audit.ChainHead;
import io.groundswell.domain.audit.ChainedEvent;
import io.groundswell.domain.error.Conflict;
import io.groundswell.domain.time.Timestamps;
import io.groundswell.handlers.aws.ObjectKeys;
import io.groundswell.handlers.aws.ObjectWriter;
import io.groundswell.handlers.aws.ObjectWriter.Written;
import io.groundswell.handlers.json.Json;
import io.groundswell.handlers.table.AuditLog;
import io.groundswell.handlers.table.Retry;
import io.groundswell.tuf.Signer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Writes a fleet's audit log up to its heads, lane after lane: events as JSON Lines, a manifest with verdict and heads,
 * and the manifest's signature (R33). A verifier needs these three and the evidence key, nothing else.
 */
final class AuditExport {

    static final String EVENTS = "events.jsonl";
    static final String MANIFEST = "manifest.json";
    static final String SIGNATURE = "manifest.sig";

    private static final int PAGE = 1_000;
    /** What signing, two small objects and the answer still need. */
    private static final Duration RESERVE = Duration.ofSeconds(4);
    private static final Duration INDEX_PATIENCE = Duration.ofSeconds(10);

    private final AuditLog log;
    private final Function<String, ObjectWriter> objects;
    private final Signer evidence;
    private final InstantSource clock;

    AuditExport(AuditLog log, Function<String, ObjectWriter> objects, Signer evidence, InstantSource clock) {
        this.log = log;
        this.objects = objects;
        this.evidence = evidence;
        this.clock = clock;
    }

    /**
     * What is exported, for whom.
     *
     * @param lanes how many chains the fleet has
     * @param deadline when the platform ends the work
     */
    record Order(String id, String fleet, int lanes, String actor, Instant at, Instant deadline) {
    }

    /** The manifest of the export, written and signed. */
    Map<String, Object> write(Order order) {
        List<ChainHead> heads = log.heads(order.fleet(), order.lanes());
        ChainVerification verification = new ChainVerification();
        Written events = writeEvents(order, heads, verification);
        Map<String, Object> manifest = manifest(order, heads, verification, events);
        byte[] bytes = Json.write(manifest);
        put(order, MANIFEST, bytes);
        put(order, SIGNATURE, evidence.sign(bytes));
        return manifest;
    }

    private Written writeEvents(Order order, List<ChainHead> heads, ChainVerification verification) {
        try (ObjectWriter lines = objects.apply(ObjectKeys.export(order.fleet(), order.id(), EVENTS))) {
            for (ChainHead head : heads) {
                verification.verifyEnd(writeLane(order, head, verification, lines), head);
            }
            return lines.complete();
        }
    }

    private ChainHead writeLane(Order order, ChainHead head, ChainVerification verification, ObjectWriter lines) {
        ChainHead reached = ChainHead.origin(head.lane());
        while (reached.sequence() < head.sequence()) {
            requireTime(order, verification);
            for (ChainedEvent event : next(reached, head, order)) {
                reached = verification.verify(reached, event);
                lines.write(Json.write(EventJson.of(event)));
                lines.write(new byte[] {'\n'});
            }
        }
        return reached;
    }

    /** The next events up to the head; waits for the index to show them. */
    private List<ChainedEvent> next(ChainHead reached, ChainHead head, Order order) {
        int limit = (int) Math.min(PAGE, head.sequence() - reached.sequence());
        Instant patience = earlier(clock.instant().plus(INDEX_PATIENCE), order.deadline().minus(RESERVE));
        for (int attempt = 1; ; attempt++) {
            List<ChainedEvent> events = log.lane(head.lane(), reached.sequence(), limit);
            if (!events.isEmpty()) {
                return events;
            }
            if (!clock.instant().isBefore(patience)) {
                throw new Conflict("lane " + head.lane() + " ends at sequence " + head.sequence() + ", but its events after "
                        + reached.sequence() + " are not to be read: either the index is behind, then export again in a"
                        + " minute, or they are gone from the audit table");
            }
            Retry.pause(attempt);
        }
    }

    private void requireTime(Order order, ChainVerification verification) {
        if (!clock.instant().isBefore(order.deadline().minus(RESERVE))) {
            throw new Conflict("the audit log of fleet " + order.fleet() + " is longer than one export can write in the "
                    + "time that a request has: " + verification.events() + " events were read, nothing is kept; read it "
                    + "page by page with GET /fleets/" + order.fleet() + "/audit");
        }
    }

    private Map<String, Object> manifest(Order order, List<ChainHead> heads, ChainVerification verification,
            Written events) {
        Map<String, Object> manifest = new LinkedHashMap<>();
        manifest.put("id", order.id());
        manifest.put("fleet", order.fleet());
        manifest.put("created_at", Timestamps.format(order.at()));
        manifest.put("created_by", order.actor());
        manifest.put("events", verification.events());
        manifest.put("events_size", events.size());
        manifest.put("events_sha256", events.sha256());
        manifest.put("verdict", verification.verdict());
        manifest.put("findings", verification.findings());
        manifest.put("heads", heads.stream().map(AuditExport::shown).toList());
        manifest.put("signature", "ECDSA P-256 over SHA-256 of this file, DER, in " + SIGNATURE);
        manifest.put("keyid", evidence.key().keyId());
        return manifest;
    }

    private void put(Order order, String file, byte[] bytes) {
        try (ObjectWriter object = objects.apply(ObjectKeys.export(order.fleet(), order.id(), file))) {
            object.write(bytes);
            object.complete();
        }
    }

    private static Map<String, Object> shown(ChainHead head) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("lane", head.lane().toString());
        shown.put("sequence", head.sequence());
        shown.put("hash", head.hash());
        return shown;
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
