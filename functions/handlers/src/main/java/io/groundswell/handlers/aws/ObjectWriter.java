package io.groundswell.handlers.aws;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * Writes one object of any length with the memory of one part.
 *
 * <p>Nothing is visible under the key before {@link #complete()}; {@link #close()} without it leaves nothing behind.
 */
public final class ObjectWriter implements AutoCloseable {

    private static final int PART = 8 * 1024 * 1024;

    private final S3Client s3;
    private final String bucket;
    private final String key;
    private final ByteArrayOutputStream part = new ByteArrayOutputStream();
    private final List<CompletedPart> parts = new ArrayList<>();
    private final MessageDigest digest = sha256();
    private String upload;
    private long size;

    public ObjectWriter(S3Client s3, String bucket, String key) {
        this.s3 = s3;
        this.bucket = bucket;
        this.key = key;
    }

    public void write(byte[] bytes) {
        part.writeBytes(bytes);
        digest.update(bytes);
        size += bytes.length;
        if (part.size() >= PART) {
            uploadPart();
        }
    }

    /** Makes the object visible. */
    public Written complete() {
        if (upload == null) {
            s3.putObject(put -> put.bucket(bucket).key(key), RequestBody.fromBytes(part.toByteArray()));
        } else {
            if (part.size() > 0) {
                uploadPart();
            }
            s3.completeMultipartUpload(complete -> complete.bucket(bucket).key(key).uploadId(upload)
                    .multipartUpload(all -> all.parts(parts)));
            upload = null;
        }
        return new Written(size, HexFormat.of().formatHex(digest.digest()));
    }

    /**
     * What was written.
     *
     * @param sha256 hexadecimal
     */
    public record Written(long size, String sha256) {
    }

    @Override
    public void close() {
        if (upload != null) {
            s3.abortMultipartUpload(abort -> abort.bucket(bucket).key(key).uploadId(upload));
        }
    }

    private void uploadPart() {
        if (upload == null) {
            upload = s3.createMultipartUpload(create -> create.bucket(bucket).key(key)).uploadId();
        }
        int number = parts.size() + 1;
        UploadPartResponse response = s3.uploadPart(
                request -> request.bucket(bucket).key(key).uploadId(upload).partNumber(number),
                RequestBody.fromBytes(part.toByteArray()));
        // S3 asks for the checksum that the SDK had it verify, if it did.
        parts.add(CompletedPart.builder().partNumber(number).eTag(response.eTag())
                .checksumCRC32(response.checksumCRC32()).checksumCRC64NVME(response.checksumCRC64NVME()).build());
        part.reset();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
