package io.groundswell.handlers.aws;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What S3 itself says about bytes that were uploaded; they are never read here (R3, R4). */
public final class UploadedObjects {

    private static final int NOT_FOUND = 404;
    private static final int SHA256_BASE64_LENGTH = 44;

    private final S3Client s3;
    private final String bucket;

    public UploadedObjects(S3Client s3, String bucket) {
        this.s3 = s3;
        this.bucket = bucket;
    }

    /**
     * An object.
     *
     * @param sha256 hexadecimal; empty when S3 did not verify one over the whole object
     */
    public record Uploaded(long size, Optional<String> sha256) {
    }

    public Optional<Uploaded> find(String key) {
        try {
            HeadObjectResponse head =
                    s3.headObject(request -> request.bucket(bucket).key(key).checksumMode(ChecksumMode.ENABLED));
            return Optional.of(new Uploaded(head.contentLength(), Optional.ofNullable(head.checksumSHA256())
                    .filter(UploadedObjects::isOfWholeObject)
                    .map(base64 -> HexFormat.of().formatHex(Base64.getDecoder().decode(base64)))));
        } catch (S3Exception e) {
            if (e.statusCode() == NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** A multipart upload's checksum is one of checksums, written with a part count behind it. */
    private static boolean isOfWholeObject(String base64) {
        return base64.length() == SHA256_BASE64_LENGTH;
    }
}
