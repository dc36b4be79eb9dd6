package io.groundswell.handlers.device;

import io.groundswell.domain.error.NotFound;
import io.groundswell.domain.name.Names;
import io.groundswell.domain.time.Timestamps;
import io.groundswell.handlers.aws.ObjectKeys;
import io.groundswell.handlers.aws.PresignedDownloads;
import io.groundswell.handlers.aws.UploadedObjects;
import io.groundswell.handlers.http.ApiRequest;
import io.groundswell.handlers.http.ApiResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * {@code GET /device/tuf/{file}} and {@code GET /device/targets/{path+}}: the repository of the device's own fleet.
 *
 * <p>Metadata is passed on byte for byte, because signatures cover bytes. Targets, and metadata too large for an
 * answer, go straight from S3 to the device.
 */
final class Downloads {

    private static final Pattern METADATA = Pattern.compile(
            "timestamp\\.json|[1-9][0-9]{0,9}\\.[A-Za-z0-9][A-Za-z0-9_-]{0,63}\\.json");
    private static final Pattern HASHED_FILE = Pattern.compile("[0-9a-f]{64}\\.(.{1,64})");
    private static final int LARGEST_BODY = 4 * 1024 * 1024;
    private static final int PATH_PARTS = 3;

    private final Bucket bucket;
    private final PresignedDownloads presigned;
    private final DeviceIdentity identity;
    private final Clock clock;

    Downloads(Bucket bucket, PresignedDownloads presigned, DeviceIdentity identity, Clock clock) {
        this.bucket = bucket;
        this.presigned = presigned;
        this.identity = identity;
        this.clock = clock;
    }

    ApiResponse metadata(ApiRequest request) {
        String fleet = fleetOf(request);
        String file = request.path().getOrDefault("file", "");
        if (!METADATA.matcher(file).matches()) {
            throw new NotFound("metadata is timestamp.json or <version>.<role>.json, found " + Names.shown(file));
        }
        String key = ObjectKeys.metadata(fleet, file);
        Bucket.Found found = bucket.find(key, LARGEST_BODY)
                .orElseThrow(() -> new NotFound("metadata " + file + " does not exist"));
        return found.bytes()
                .map(bytes -> new ApiResponse(200,
                        Map.of("content-type", "application/json", "cache-control", "no-store"),
                        new String(bytes, StandardCharsets.UTF_8)))
                .orElseGet(() -> ApiResponse.redirect(presigned.url(key)));
    }

    ApiResponse target(ApiRequest request) {
        String fleet = fleetOf(request);
        String path = request.path().getOrDefault("path", "");
        if (!isTarget(path)) {
            throw new NotFound("a target is <name>/<version>/<sha256>.<filename>, found " + Names.shown(path));
        }
        String key = ObjectKeys.target(fleet, path);
        if (new UploadedObjects(bucket.s3(), bucket.name()).find(key).isEmpty()) {
            throw new NotFound("target " + Names.shown(path) + " does not exist");
        }
        return ApiResponse.redirect(presigned.url(key));
    }

    private String fleetOf(ApiRequest request) {
        Instant now = Timestamps.truncate(clock.instant());
        PresentedCertificate presented = PresentedCertificate.of(request, now);
        identity.admit(presented, now);
        request.refuseQueryExcept(Set.of());
        return presented.device().fleet();
    }

    private static boolean isTarget(String path) {
        String[] parts = path.split("/", -1);
        if (parts.length != PATH_PARTS || !Names.isValid(parts[0]) || !Names.isValid(parts[1])) {
            return false;
        }
        var file = HASHED_FILE.matcher(parts[2]);
        return file.matches() && Names.isValid(file.group(1));
    }
}
