package io.groundswell.handlers.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundswell.domain.audit.ExportFiles;
import io.groundswell.domain.error.Conflict;
import io.groundswell.handlers.aws.KeptObjects;
import io.groundswell.handlers.aws.KeptObjects.Kept;
import io.groundswell.handlers.aws.ObjectKeys;
import io.groundswell.handlers.json.Json;
import java.time.Instant;
import java.util.Optional;

/** What is kept of exports besides their events: progress while they are written, manifest and signature at the end. */
final class ExportStore {

    private static final String PROGRESS = "progress.json.gz";

    private final KeptObjects objects;

    ExportStore(KeptObjects objects) {
        this.objects = objects;
    }

    /** Progress and the tag that says nobody has gone on since. */
    record Held(ExportProgress progress, String etag) {
    }

    /** The manifest of a finished export: it is finished once it is signed. */
    Optional<JsonNode> manifest(String fleet, String id) {
        if (objects.read(ObjectKeys.export(fleet, id, ExportFiles.SIGNATURE)).isEmpty()) {
            return Optional.empty();
        }
        return objects.read(ObjectKeys.export(fleet, id, ExportFiles.MANIFEST)).map(kept -> Json.read(kept.bytes()));
    }

    Optional<ExportProgress> progress(String fleet, String id) {
        return read(fleet, id).map(kept -> ExportProgressJson.read(kept.bytes()));
    }

    /**
     * Takes an unfinished export in hand, so that no other request does.
     *
     * @param until when this request will have ended, whatever becomes of it
     * @throws Conflict when another request has it
     */
    Optional<Held> hold(String fleet, String id, Instant now, Instant until) {
        return read(fleet, id).map(kept -> {
            ExportProgress progress = ExportProgressJson.read(kept.bytes());
            if (progress.heldUntil().filter(now::isBefore).isPresent()) {
                throw busy(id);
            }
            ExportProgress held = progress.held(Optional.of(until));
            return new Held(held, objects.replace(held.order().key(PROGRESS), ExportProgressJson.write(held), kept.etag())
                    .orElseThrow(() -> busy(id)));
        });
    }

    /** Keeps progress for the next request. */
    void create(ExportProgress progress) {
        objects.createIfAbsent(progress.order().key(PROGRESS), ExportProgressJson.write(progress))
                .orElseThrow(() -> busy(progress.order().id()));
    }

    /** Keeps progress for the next request, in place of what was held. */
    void release(Held held, ExportProgress progress) {
        objects.replace(progress.order().key(PROGRESS), ExportProgressJson.write(progress), held.etag())
                .orElseThrow(() -> busy(progress.order().id()));
    }

    void put(ExportOrder order, String file, byte[] bytes) {
        objects.put(order.key(file), bytes);
    }

    private Optional<Kept> read(String fleet, String id) {
        return objects.read(ObjectKeys.export(fleet, id, PROGRESS));
    }

    private static Conflict busy(String id) {
        return new Conflict("export " + id + " is being continued by another request; ask again in half a minute");
    }
}
