package io.groundswell.handlers.recorder;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundswell.handlers.aws.KeptObjects;
import io.groundswell.handlers.table.Key;
import io.groundswell.handlers.table.Settled;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The revisions whose records are in the failure bucket, those included that cannot be read as a change: they are exact
 * as soon as somebody mends what keeps them from being recorded.
 *
 * <p>The bucket is looked through once, when the first revision is about to be called lost. While it was not looked
 * through as a whole, it may hold any revision.
 */
final class GivenUpRevisions implements Settled.Kept {

    private static final String NUMBER = "[0-9]{1,18}";

    private final KeptObjects objects;
    private final InstantSource clock;
    private final Instant until;
    private final ReconcileReport report;
    private final Map<Key, Set<Long>> revisions = new HashMap<>();
    private boolean begun;
    private boolean whole;

    GivenUpRevisions(KeptObjects objects, InstantSource clock, Instant until, ReconcileReport report) {
        this.objects = objects;
        this.clock = clock;
        this.until = until;
        this.report = report;
    }

    @Override
    public synchronized boolean holds(Key subject, long revision) {
        if (!begun) {
            begun = true;
            whole = lookThrough();
        }
        return !whole || revisions.getOrDefault(subject, Set.of()).contains(revision);
    }

    private boolean lookThrough() {
        for (String key : objects.keys()) {
            if (!clock.instant().isBefore(until)) {
                report.unresolved("failure bucket: time ran out before " + key + ", so no revision was called lost");
                return false;
            }
            objects.read(key).ifPresent(kept -> add(kept.bytes()));
        }
        return true;
    }

    private void add(byte[] object) {
        try {
            FailedBatches.records(object).forEach(this::add);
        } catch (IllegalArgumentException | UncheckedIOException noRecords) {
            // It holds no record of any revision; the replay names it and leaves it where it is.
            return;
        }
    }

    private void add(JsonNode record) {
        JsonNode image = record.path("dynamodb").path("NewImage");
        String revision = image.path("rev").path("N").asText();
        if (revision.matches(NUMBER)) {
            revisions.computeIfAbsent(new Key(text(image, "PK"), text(image, "SK")), subject -> new HashSet<>())
                    .add(Long.valueOf(revision));
        }
    }

    private static String text(JsonNode image, String name) {
        return image.path(name).path("S").asText();
    }
}
