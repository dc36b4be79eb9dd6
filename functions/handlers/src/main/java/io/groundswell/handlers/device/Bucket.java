package io.groundswell.handlers.device;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The artifact bucket as far as devices and their CA need it: small objects. */
record Bucket(S3Client s3, String name) {

    private static final int PRECONDITION_FAILED = 412;
    private static final String PEM = "application/x-pem-file";

    /**
     * An object.
     *
     * @param bytes its content; empty when it is larger than was asked for
     */
    record Found(long size, Optional<byte[]> bytes) {
    }

    /** The object with at most {@code most} bytes of content; empty when there is none. */
    Optional<Found> find(String key, int most) {
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

    /** Whether the object was stored; an object that is there already stays. */
    boolean putIfAbsent(String key, byte[] pem) {
        try {
            s3.putObject(put -> put.bucket(name).key(key).contentType(PEM).ifNoneMatch("*"), RequestBody.fromBytes(pem));
            return true;
        } catch (S3Exception e) {
            if (e.statusCode() == PRECONDITION_FAILED) {
                return false;
            }
            throw e;
        }
    }

    void put(String key, byte[] pem) {
        s3.putObject(put -> put.bucket(name).key(key).contentType(PEM), RequestBody.fromBytes(pem));
    }
}
