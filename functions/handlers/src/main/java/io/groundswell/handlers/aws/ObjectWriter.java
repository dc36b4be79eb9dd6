package io.groundswell.handlers.aws;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.crypto.digests.SHA256Digest;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * Writes one object of any length with the memory of one part, in as many sittings as it takes.
 *
 * <p>Nothing is visible under the key before {@link #complete()}. Between two sittings only {@link #state()} is kept;
 * a sitting that is done again overwrites the same parts. The digest is Bouncy Castle's because Java's own cannot be
 * put aside.
 */
public final class ObjectWriter {

    private static final int PART = 8 * 1024 * 1024;

    private final S3Client s3;
    private final String bucket;
    private final String key;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private final List<Part> parts;
    private final SHA256Digest digest;
    private String upload;
    private long size;

    /**
     * A part that S3 has.
     *
     * @param crc32 the checksum that the SDK had S3 verify, if it did; likewise {@code crc64}
     */
    public record Part(String etag, Optional<String> crc32, Optional<String> crc64) {
    }

    /**
     * How far the object was written.
     *
     * @param upload the multipart upload, once there is one
     * @param digest the digest of what was written so far, put aside
     * @param pending bytes that no part holds yet
     */
    public record State(Optional<String> upload, List<Part> parts, long size, byte[] digest, byte[] pending) {
    }

    /**
     * What was written.
     *
     * @param sha256 hexadecimal
     */
    public record Written(long size, String sha256) {
    }

    public ObjectWriter(S3Client s3, String bucket, String key) {
        this(s3, bucket, key, new State(Optional.empty(), List.of(), 0, new SHA256Digest().getEncodedState(), new byte[0]));
    }

    /** Goes on where another writer of this object stopped. */
    public ObjectWriter(S3Client s3, String bucket, String key, State state) {
        this.s3 = s3;
        this.bucket = bucket;
        this.key = key;
        this.parts = new ArrayList<>(state.parts());
        this.digest = new SHA256Digest(state.digest());
        this.upload = state.upload().orElse(null);
        this.size = state.size();
        this.pending.writeBytes(state.pending());
    }

    public void write(byte[] bytes) {
        pending.writeBytes(bytes);
        digest.update(bytes, 0, bytes.length);
        size += bytes.length;
        if (pending.size() >= PART) {
            uploadPart();
        }
    }

    /** What the next sitting needs. There is an upload from now on, so that however sittings end there is one to give up. */
    public State putAside() {
        open();
        return state();
    }

    public State state() {
        return new State(Optional.ofNullable(upload), List.copyOf(parts), size, digest.getEncodedState(),
                pending.toByteArray());
    }

    /** Makes the object visible; again, if an earlier attempt to do so was not heard of. */
    public Written complete() {
        if (upload == null) {
            s3.putObject(put -> put.bucket(bucket).key(key), RequestBody.fromBytes(pending.toByteArray()));
        } else {
            completeUpload();
        }
        byte[] sum = new byte[digest.getDigestSize()];
        digest.doFinal(sum, 0);
        return new Written(size, HexFormat.of().formatHex(sum));
    }

    private void completeUpload() {
        if (isVisible()) {
            return;
        }
        if (pending.size() > 0) {
            uploadPart();
        }
        List<CompletedPart> completed = new ArrayList<>();
        parts.forEach(part -> completed.add(CompletedPart.builder().partNumber(completed.size() + 1).eTag(part.etag())
                .checksumCRC32(part.crc32().orElse(null)).checksumCRC64NVME(part.crc64().orElse(null)).build()));
        s3.completeMultipartUpload(complete -> complete.bucket(bucket).key(key).uploadId(upload)
                .multipartUpload(all -> all.parts(completed)));
    }

    /** Whether the key holds an object of this length: keys are written once, so it is this one. */
    private boolean isVisible() {
        try {
            HeadObjectResponse found = s3.headObject(head -> head.bucket(bucket).key(key));
            return found.contentLength() == size;
        } catch (NoSuchKeyException absent) {
            return false;
        } catch (S3Exception e) {
            if (e.statusCode() == 404) {
                return false;
            }
            throw e;
        }
    }

    /** Gives up what was not made visible; nothing is left behind. */
    public void abandon() {
        if (upload != null && !isVisible()) {
            s3.abortMultipartUpload(abort -> abort.bucket(bucket).key(key).uploadId(upload));
        }
    }

    private void open() {
        if (upload == null) {
            upload = s3.createMultipartUpload(create -> create.bucket(bucket).key(key)).uploadId();
        }
    }

    private void uploadPart() {
        open();
        int number = parts.size() + 1;
        UploadPartResponse response = s3.uploadPart(
                request -> request.bucket(bucket).key(key).uploadId(upload).partNumber(number),
                RequestBody.fromBytes(pending.toByteArray()));
        parts.add(new Part(response.eTag(), Optional.ofNullable(response.checksumCRC32()),
                Optional.ofNullable(response.checksumCRC64NVME())));
        pending.reset();
    }
}
