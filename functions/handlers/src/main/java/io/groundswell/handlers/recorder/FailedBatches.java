package io.groundswell.handlers.recorder;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundswell.handlers.aws.KeptObjects;
import io.groundswell.handlers.json.Json;
import io.groundswell.handlers.log.Log;
import io.groundswell.handlers.table.AuditLog;
import io.groundswell.handlers.table.Change;
import io.groundswell.handlers.table.Gap;
import io.groundswell.handlers.table.Settled;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Records that Lambda gave up, replayed from the failure bucket (R32).
 *
 * <p>They have both images, so what they say is exact: the Recorder appends them, marked as reconciled, and reacts. Records
 * that are on record already are dropped. An object is removed once all of its records are on record.
 */
final class FailedBatches {

    private final KeptObjects objects;
    private final Recorder recorder;
    private final AuditLog log;
    private final InstantSource clock;

    FailedBatches(KeptObjects objects, Recorder recorder, AuditLog log, InstantSource clock) {
        this.objects = objects;
        this.recorder = recorder;
        this.log = log;
        this.clock = clock;
    }

    /**
     * Replays the records of some fleets; objects are removed when those are all fleets.
     *
     * @param fleet the only fleet whose records are replayed; empty for all
     */
    void replay(Optional<String> fleet, Instant until, ReconcileReport report) {
        for (String key : objects.keys()) {
            if (!clock.instant().isBefore(until)) {
                report.unresolved("failure bucket: time ran out before " + key);
                return;
            }
            boolean done = objects.read(key).map(kept -> replay(key, kept.bytes(), fleet, report)).orElse(true);
            if (done && fleet.isEmpty()) {
                objects.delete(key);
            }
        }
    }

    /** What the bucket holds; it is looked through when that is first asked, until the time is over. */
    Settled.Kept kept(Instant until, ReconcileReport report) {
        return new GivenUpRevisions(objects, clock, until, report);
    }

    private boolean replay(String key, byte[] object, Optional<String> fleet, ReconcileReport report) {
        List<Change> changes = new ArrayList<>();
        boolean readable = read(key, object, changes);
        if (!readable && fleet.isEmpty()) {
            report.unresolved("failure bucket: a record in " + key + " cannot be read; the log says why");
        }
        Predicate<Change> wanted = change -> fleet.isEmpty() || change.fleet().equals(fleet.get());
        return record(key, changes.stream().filter(wanted).toList(), report) && readable;
    }

    /** Collects the records that can be read; false when some cannot. */
    private boolean read(String key, byte[] object, List<Change> changes) {
        boolean readable = true;
        try {
            for (JsonNode record : records(object)) {
                try {
                    changes.add(StreamJson.change(record.path("dynamodb")).reconciled(clock.instant()));
                } catch (RuntimeException poison) {
                    Log.error("a record in " + key + " cannot be read", poison);
                    readable = false;
                }
            }
        } catch (IllegalArgumentException | UncheckedIOException noRecords) {
            Log.error(key + " cannot be read", noRecords);
            readable = false;
        }
        return readable;
    }

    /** Records what can be recorded; what cannot keeps no other record from it. */
    private boolean record(String key, List<Change> changes, ReconcileReport report) {
        Map<Change, String> known = new HashMap<>();
        changes.forEach(change -> log.typeOnRecord(change).ifPresent(type -> known.put(change, type)));
        boolean all = !calledLost(key, known, report);
        for (List<Change> rest = changes; !rest.isEmpty(); ) {
            Recorder.Result result = recorder.record(rest);
            int failed = failed(rest, result);
            report.replayed(rest.subList(0, failed).stream().filter(change -> !known.containsKey(change)).count());
            if (failed < rest.size()) {
                all = false;
                result.failure().ifPresent(failure -> Log.error("a record in " + key + " cannot be recorded", failure));
                report.unresolved("failure bucket: record " + rest.get(failed).sequenceNumber() + " in " + key
                        + " cannot be recorded; the log says why");
            }
            rest = rest.subList(Math.min(failed + 1, rest.size()), rest.size());
        }
        return all;
    }

    private static boolean calledLost(String key, Map<Change, String> known, ReconcileReport report) {
        List<Change> lost = known.keySet().stream()
                .filter(change -> known.get(change).equals(Gap.LOST) && !change.type().equals(Gap.LOST)).toList();
        lost.forEach(change -> report.unresolved("failure bucket: record " + change.sequenceNumber() + " in " + key
                + " is on record as lost; the object is its only evidence"));
        return !lost.isEmpty();
    }

    private static int failed(List<Change> changes, Recorder.Result result) {
        for (int i = 0; i < changes.size() && result.firstUnprocessed().isPresent(); i++) {
            if (changes.get(i).sequenceNumber().equals(result.firstUnprocessed().get())) {
                return i;
            }
        }
        return changes.size();
    }

    /**
     * Lambda's record of an invocation holds the batch as text.
     *
     * @throws IllegalArgumentException or UncheckedIOException when the object is no such record
     */
    static Iterable<JsonNode> records(byte[] object) {
        String payload = Json.read(object).path("payload").asText();
        JsonNode records = Json.read(payload.getBytes(StandardCharsets.UTF_8)).path("Records");
        if (records.isEmpty()) {
            throw new IllegalArgumentException("an object of the failure bucket must have a payload with Records, found none");
        }
        return records;
    }
}
