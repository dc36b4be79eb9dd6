package io.groundswell.handlers.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundswell.domain.audit.ChainHead;
import io.groundswell.domain.audit.ExportFiles;
import io.groundswell.domain.error.NotFound;
import io.groundswell.domain.time.Timestamps;
import io.groundswell.handlers.audit.ExportOutcome.Complete;
import io.groundswell.handlers.audit.ExportOutcome.InProgress;
import io.groundswell.handlers.aws.ObjectWriter;
import io.groundswell.handlers.aws.ObjectWriter.Written;
import io.groundswell.handlers.json.Json;
import io.groundswell.handlers.table.AuditLog;
import io.groundswell.tuf.Signer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Writes a fleet's audit log up to its heads, lane after lane: events as JSON Lines, a manifest with verdict and heads,
 * and the manifest's signature (R33). A verifier needs these three and the evidence key, nothing else.
 *
 * <p>A request writes as much as it has time for; what is left is for the next one, which goes on from what was kept.
 */
final class AuditExport {

    /** What keeping the progress, or signing, and the answer still need. */
    private static final Duration RESERVE = Duration.ofSeconds(6);

    private final AuditLog log;
    private final BiFunction<String, Optional<ObjectWriter.State>, ObjectWriter> writers;
    private final ExportStore store;
    private final Signer evidence;
    private final InstantSource clock;

    /** @param writers the writer of the object of a key, at its beginning or where another stopped */
    AuditExport(AuditLog log, BiFunction<String, Optional<ObjectWriter.State>, ObjectWriter> writers, ExportStore store,
            Signer evidence, InstantSource clock) {
        this.log = log;
        this.writers = writers;
        this.store = store;
        this.evidence = evidence;
        this.clock = clock;
    }

    /**
     * Begins an export and finishes it, if the time suffices.
     *
     * @param deadline when the platform ends the request
     */
    ExportOutcome start(ExportOrder order, Instant deadline) {
        List<ChainHead> heads = log.heads(order.fleet(), order.lanes());
        ObjectWriter events = writers.apply(order.key(ExportFiles.EVENTS), Optional.empty());
        try {
            ExportSlice slice = ExportSlice.first(order, heads, events);
            if (slice.write(log, clock, deadline.minus(RESERVE))) {
                return finish(slice);
            }
            ExportProgress progress = slice.progress();
            store.create(progress);
            return new InProgress(progress);
        } catch (RuntimeException failure) {
            events.abandon();
            throw failure;
        }
    }

    /**
     * Goes on with an export; one that is finished stays as it is.
     *
     * @throws NotFound when there is none of this id
     */
    ExportOutcome resume(String fleet, String id, Instant deadline) {
        Optional<JsonNode> manifest = store.manifest(fleet, id);
        if (manifest.isPresent()) {
            return new Complete(manifest.get());
        }
        ExportStore.Held held = store.hold(fleet, id, clock.instant(), deadline).orElseThrow(() -> unknown(fleet, id));
        ExportProgress kept = held.progress();
        ExportSlice slice = ExportSlice.next(kept,
                writers.apply(kept.order().key(ExportFiles.EVENTS), Optional.of(kept.events())));
        if (!written(slice, held, deadline)) {
            ExportProgress progress = slice.progress();
            store.release(held, progress);
            return new InProgress(progress);
        }
        // Kept before it is made visible: after a crash there is nothing left to write, only to finish.
        store.release(held, slice.progress().held(Optional.of(deadline)));
        return finish(slice);
    }

    private boolean written(ExportSlice slice, ExportStore.Held held, Instant deadline) {
        try {
            return slice.write(log, clock, deadline.minus(RESERVE));
        } catch (RuntimeException failure) {
            store.release(held, held.progress().held(Optional.empty()));
            throw failure;
        }
    }

    /** @throws NotFound when there is none of this id */
    ExportOutcome find(String fleet, String id) {
        return store.manifest(fleet, id).<ExportOutcome>map(Complete::new)
                .or(() -> store.progress(fleet, id).map(InProgress::new))
                .orElseThrow(() -> unknown(fleet, id));
    }

    private ExportOutcome finish(ExportSlice slice) {
        byte[] manifest = Json.write(manifest(slice, slice.complete()));
        store.put(slice.order(), ExportFiles.MANIFEST, manifest);
        store.put(slice.order(), ExportFiles.SIGNATURE, evidence.sign(manifest));
        return new Complete(Json.read(manifest));
    }

    private Map<String, Object> manifest(ExportSlice slice, Written events) {
        ExportOrder order = slice.order();
        Map<String, Object> manifest = new LinkedHashMap<>();
        manifest.put("id", order.id());
        manifest.put("fleet", order.fleet());
        manifest.put("created_at", Timestamps.format(order.at()));
        manifest.put("created_by", order.actor());
        manifest.put("events", slice.events());
        manifest.put("events_size", events.size());
        manifest.put("events_sha256", events.sha256());
        manifest.put("verdict", slice.findings().isEmpty() ? "intact" : "broken");
        manifest.put("findings", slice.findings());
        manifest.put("heads", slice.heads().stream().map(ChainHead::members).toList());
        manifest.put("signature", "ECDSA P-256 over SHA-256 of this file, DER, in " + ExportFiles.SIGNATURE);
        manifest.put("keyid", evidence.key().keyId());
        return manifest;
    }

    private static NotFound unknown(String fleet, String id) {
        return new NotFound("fleet " + fleet + " has no export " + id + "; begin one with POST /fleets/" + fleet
                + "/audit/exports");
    }
}
