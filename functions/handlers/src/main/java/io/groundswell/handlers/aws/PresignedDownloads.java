package io.groundswell.handlers.aws;

import java.time.Duration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Addresses from which a caller may get one object for a while. */
public final class PresignedDownloads {

    private final S3Presigner presigner;
    private final String bucket;
    private final Duration lifetime;

    public PresignedDownloads(S3Presigner presigner, String bucket, Duration lifetime) {
        this.presigner = presigner;
        this.bucket = bucket;
        this.lifetime = lifetime;
    }

    /** How long an address works. */
    public Duration lifetime() {
        return lifetime;
    }

    public String url(String key) {
        return presigner.presignGetObject(request -> request.signatureDuration(lifetime)
                .getObjectRequest(get -> get.bucket(bucket).key(key))).url().toString();
    }
}
