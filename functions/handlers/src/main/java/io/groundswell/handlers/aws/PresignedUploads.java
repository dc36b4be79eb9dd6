package io.groundswell.handlers.aws;

import io.groundswell.domain.artifact.ArtifactContent;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.s3.presigner.model.PresignedPutObjectRequest;

/** Addresses to which a caller may put exactly the declared bytes, once (R3). */
public final class PresignedUploads {

    private final S3Presigner presigner;
    private final String bucket;
    private final Duration lifetime;

    public PresignedUploads(S3Presigner presigner, String bucket, Duration lifetime) {
        this.presigner = presigner;
        this.bucket = bucket;
        this.lifetime = lifetime;
    }

    /**
     * One upload.
     *
     * @param headers what the client must send, because the signature covers it
     */
    public record Upload(String method, String url, Map<String, String> headers, Instant expiresAt) {

        public Upload {
            headers = Map.copyOf(headers);
        }
    }

    /** How long an address works. */
    public Duration lifetime() {
        return lifetime;
    }

    /** An address whose signature covers length, checksum and that nothing lies there yet. */
    public Upload of(String key, ArtifactContent content) {
        PutObjectRequest put = PutObjectRequest.builder().bucket(bucket).key(key)
                .contentLength(content.size()).ifNoneMatch("*")
                .checksumSHA256(Base64.getEncoder().encodeToString(HexFormat.of().parseHex(content.sha256()))).build();
        PresignedPutObjectRequest signed =
                presigner.presignPutObject(request -> request.signatureDuration(lifetime).putObjectRequest(put));
        Map<String, String> headers = new TreeMap<>();
        signed.signedHeaders().forEach((name, values) -> headers.put(name, String.join(",", values)));
        headers.remove("host");
        return new Upload(signed.httpRequest().method().name(), signed.url().toString(), headers, signed.expiration());
    }
}
