package io.groundswell.local.events;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.UUID;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Keeps given-up batches in a bucket, under the keys that Lambda uses. */
final class BucketDestination implements FailureDestination {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy/MM/dd", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH.mm.ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final S3Client s3;
    private final String bucket;
    private final String mapping;
    private final Clock clock;

    BucketDestination(S3Client s3, String bucket, String mapping, Clock clock) {
        this.s3 = s3;
        this.bucket = bucket;
        this.mapping = mapping;
        this.clock = clock;
    }

    @Override
    public void keep(String shardId, ObjectNode invocationRecord) {
        Instant now = clock.instant();
        String key = String.join("/", "aws/lambda", mapping, shardId, DAY.format(now), SECOND.format(now) + "-" + UUID.randomUUID());
        s3.putObject(request -> request.bucket(bucket).key(key).contentType("application/json"),
                RequestBody.fromString(invocationRecord.toString()));
    }
}
