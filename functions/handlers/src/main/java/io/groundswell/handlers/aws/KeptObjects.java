package io.groundswell.handlers.aws;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Small objects of a bucket; a write says what it expects to find under its key. */
public final class KeptObjects {

    private static final int PRECONDITION_FAILED = 412;
    private static final int NOT_FOUND = 404;
    /** Another conditional write on the same key is under way; S3 asks to try again. */
    private static final int CONFLICT = 409;
    private static final int ATTEMPTS = 10;
    private static final long LONGEST_PAUSE_NANOS = 200_000_000;

    private final S3Client s3;
    private final String bucket;

    public KeptObjects(S3Client s3, String bucket) {
        this.s3 = s3;
        this.bucket = bucket;
    }

    /** An object's bytes and the tag that a conditional write expects. */
    public record Kept(byte[] bytes, String etag) {
    }

    public Optional<Kept> read(String key) {
        try {
            ResponseBytes<GetObjectResponse> object = s3.getObjectAsBytes(get -> get.bucket(bucket).key(key));
            return Optional.of(new Kept(object.asByteArray(), object.response().eTag()));
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        }
    }

    /** The tag of the new object; empty when there is one already. */
    public Optional<String> createIfAbsent(String key, byte[] bytes) {
        return put(key, bytes, put -> put.ifNoneMatch("*"));
    }

    /** The tag of the new content; empty when the object is not the one with this tag any more. */
    public Optional<String> replace(String key, byte[] bytes, String etag) {
        return put(key, bytes, put -> put.ifMatch(etag));
    }

    /** Writes over whatever is there: for content that follows from what is on record. */
    public void put(String key, byte[] bytes) {
        put(key, bytes, put -> { });
    }

    /** The keys of all objects, in their order. */
    public List<String> keys() {
        return s3.listObjectsV2Paginator(list -> list.bucket(bucket)).contents().stream().map(S3Object::key).toList();
    }

    public void delete(String key) {
        s3.deleteObject(delete -> delete.bucket(bucket).key(key));
    }

    private Optional<String> put(String key, byte[] bytes, Consumer<PutObjectRequest.Builder> condition) {
        PutObjectRequest request = PutObjectRequest.builder().bucket(bucket).key(key)
                .contentType("application/json").applyMutation(condition).build();
        for (int attempt = 1; ; attempt++) {
            try {
                return Optional.of(s3.putObject(request, RequestBody.fromBytes(bytes)).eTag());
            } catch (S3Exception e) {
                if (e.statusCode() == PRECONDITION_FAILED || e.statusCode() == NOT_FOUND && request.ifMatch() != null) {
                    return Optional.empty();
                }
                if (e.statusCode() != CONFLICT || attempt == ATTEMPTS) {
                    throw e;
                }
                LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(LONGEST_PAUSE_NANOS));
            }
        }
    }
}
