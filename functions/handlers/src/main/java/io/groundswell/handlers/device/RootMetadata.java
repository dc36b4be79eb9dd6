package io.groundswell.handlers.device;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundswell.handlers.aws.ObjectKeys;
import io.groundswell.handlers.json.Json;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The trust anchor that a device pins: the newest TUF root of its fleet.
 *
 * <p>Roots are numbered from 1 without gaps and never change, so the newest one that was seen is where the search
 * for a newer one starts.
 */
final class RootMetadata {

    private static final int MAX_ROOT = 1024 * 1024;
    private static final int MOST_FLEETS = 1000;

    private final Bucket bucket;
    private final Map<String, Numbered> newest = new ConcurrentHashMap<>();

    RootMetadata(Bucket bucket) {
        this.bucket = bucket;
    }

    private record Numbered(int version, JsonNode root) {
    }

    /** The newest root, with all its members as they were signed. */
    JsonNode newest(String fleet) {
        Numbered known = Optional.ofNullable(newest.get(fleet)).or(() -> read(fleet, 1))
                .orElseThrow(() -> new IllegalStateException("fleet " + fleet
                        + " must have TUF metadata 1.root.json, found none; every fleet is created with it"));
        for (Optional<Numbered> next = Optional.of(known); next.isPresent(); next = read(fleet, known.version() + 1)) {
            known = next.get();
        }
        if (newest.size() < MOST_FLEETS) {
            newest.put(fleet, known);
        }
        return known.root();
    }

    private Optional<Numbered> read(String fleet, int version) {
        return bucket.find(ObjectKeys.metadata(fleet, version + ".root.json"), MAX_ROOT)
                .map(found -> found.bytes().orElseThrow(() -> new IllegalStateException("root " + version + " of fleet "
                        + fleet + " must have at most " + MAX_ROOT + " bytes, found " + found.size())))
                .map(bytes -> new Numbered(version, Json.read(bytes)));
    }
}
