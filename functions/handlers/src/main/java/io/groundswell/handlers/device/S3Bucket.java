package io.groundswell.handlers.device;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** The bucket in S3. */
final class S3Bucket implements Bucket {

    private static final int PRECONDITION_FAILED = 412;
    private static final int CONFLICT = 409;
    private static final String PEM = "application/x-pem-file";

    private final S3Client s3;
    private final S3Presigner presigner;
    private final String name;
    private final Duration expiry;

    /** @param expiry how long a presigned URL works */
    S3Bucket(S3Client s3, S3Presigner presigner, String name, Duration expiry) {
        this.s3 = s3;
        this.presigner = presigner;
        this.name = name;
        this.expiry = expiry;
    }

    @Override
    public Optional<Found> find(String key, int most) {
        try (ResponseInputStream<GetObjectResponse> object = s3.getObject(get -> get.bucket(name).key(key))) {
            long size = object.response().contentLength();
            if (size > most) {
                object.abort();
                return Optional.of(new Found(size, Optional.empty()));
            }
            return Optional.of(new Found(size, Optional.of(object.readAllBytes())));
        } catch (NoSuchKeyException missing) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("object " + key + " could not be read to its end", e);
        }
    }

    @Override
    public boolean exists(String key) {
        try {
            s3.headObject(head -> head.bucket(name).key(key));
            return true;
        } catch (NoSuchKeyException missing) {
            return false;
        }
    }

    @Override
    public boolean putIfAbsent(String key, byte[] bytes) {
        try {
            s3.putObject(put -> put.bucket(name).key(key).contentType(PEM).ifNoneMatch("*"), RequestBody.fromBytes(bytes));
            return true;
        } catch (S3Exception e) {
            if (e.statusCode() == PRECONDITION_FAILED || e.statusCode() == CONFLICT) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public void put(String key, byte[] bytes) {
        s3.putObject(put -> put.bucket(name).key(key).contentType(PEM), RequestBody.fromBytes(bytes));
    }

    @Override
    public String presigned(String key) {
        return presigner.presignGetObject(presign -> presign.signatureDuration(expiry)
                .getObjectRequest(get -> get.bucket(name).key(key))).url().toString();
    }
}
