package io.groundswell.handlers.aws;

import io.groundswell.tuf.repository.MetadataStore;
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

/** A fleet's TUF metadata in the bucket; every write is conditional. */
public final class S3MetadataStore implements MetadataStore {

    private static final int PRECONDITION_FAILED = 412;
    private static final int NOT_FOUND = 404;
    /** Another conditional write on the same key is under way; S3 asks to try again. */
    private static final int CONFLICT = 409;
    private static final int ATTEMPTS = 10;
    private static final long LONGEST_PAUSE_NANOS = 200_000_000;

    private final S3Client s3;
    private final String bucket;
    private final String fleet;

    public S3MetadataStore(S3Client s3, String bucket, String fleet) {
        this.s3 = s3;
        this.bucket = bucket;
        this.fleet = fleet;
    }

    @Override
    public Optional<Stored> read(String name) {
        try {
            ResponseBytes<GetObjectResponse> object =
                    s3.getObjectAsBytes(get -> get.bucket(bucket).key(ObjectKeys.metadata(fleet, name)));
            return Optional.of(new Stored(object.asByteArray(), object.response().eTag()));
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        }
    }

    @Override
    public boolean createIfAbsent(String name, byte[] bytes) {
        return put(name, bytes, put -> put.ifNoneMatch("*"));
    }

    @Override
    public boolean replace(String name, byte[] bytes, String etag) {
        return etag == null ? createIfAbsent(name, bytes) : put(name, bytes, put -> put.ifMatch(etag));
    }

    private boolean put(String name, byte[] bytes, Consumer<PutObjectRequest.Builder> condition) {
        PutObjectRequest request = PutObjectRequest.builder().bucket(bucket).key(ObjectKeys.metadata(fleet, name))
                .contentType("application/json").applyMutation(condition).build();
        for (int attempt = 1; ; attempt++) {
            try {
                s3.putObject(request, RequestBody.fromBytes(bytes));
                return true;
            } catch (S3Exception e) {
                if (e.statusCode() == PRECONDITION_FAILED || e.statusCode() == NOT_FOUND && request.ifMatch() != null) {
                    return false;
                }
                if (e.statusCode() != CONFLICT || attempt == ATTEMPTS) {
                    throw e;
                }
                LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(LONGEST_PAUSE_NANOS));
            }
        }
    }
}
