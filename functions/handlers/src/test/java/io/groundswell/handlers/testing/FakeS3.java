package io.groundswell.handlers.testing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** An object store in memory with conditional writes, checksums and multipart uploads. */
public final class FakeS3 implements S3Client {

    private static final int SMALLEST_PART = 5 * 1024 * 1024;

    private final Map<String, Kept> objects = new ConcurrentSkipListMap<>();
    private final Map<String, TreeMap<Integer, byte[]>> uploads = new ConcurrentHashMap<>();
    private UnaryOperator<String> beforePut = key -> key;

    /** An object; {@code sha256} is base64 and null where none was sent. */
    private record Kept(byte[] bytes, String etag, String sha256) {
    }

    /** Runs before every put, with its key; what it throws, the put throws. */
    public void beforePut(UnaryOperator<String> action) {
        beforePut = action;
    }

    public byte[] bytes(String key) {
        return objects.get(key).bytes();
    }

    public Set<String> keys() {
        return objects.keySet().stream().collect(Collectors.toUnmodifiableSet());
    }

    public void remove(String key) {
        objects.remove(key);
    }

    /** Uploads that were begun and neither completed nor aborted: they would be paid for. */
    public int openUploads() {
        return uploads.size();
    }

    /** What a client's presigned upload leaves behind. */
    public void upload(String key, byte[] bytes, byte[] sha256) {
        keep(key, bytes, sha256 == null ? null : Base64.getEncoder().encodeToString(sha256));
    }

    @Override
    public synchronized PutObjectResponse putObject(PutObjectRequest request, RequestBody body) {
        beforePut.apply(request.key());
        Kept existing = objects.get(request.key());
        if (request.ifNoneMatch() != null && existing != null
                || request.ifMatch() != null && existing != null && !request.ifMatch().equals(existing.etag())) {
            throw failure(412, "PreconditionFailed");
        }
        if (request.ifMatch() != null && existing == null) {
            throw failure(404, "NoSuchKey");
        }
        return PutObjectResponse.builder().eTag(keep(request.key(), read(body), request.checksumSHA256()).etag()).build();
    }

    @Override
    public <T> T getObject(GetObjectRequest request, ResponseTransformer<GetObjectResponse, T> transformer) {
        Kept object = objects.get(request.key());
        if (object == null) {
            throw NoSuchKeyException.builder().statusCode(404).message("no such key").build();
        }
        try {
            return transformer.transform(GetObjectResponse.builder().eTag(object.etag())
                            .contentLength((long) object.bytes().length).build(),
                    AbortableInputStream.create(new ByteArrayInputStream(object.bytes())));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public HeadObjectResponse headObject(HeadObjectRequest request) {
        Kept object = objects.get(request.key());
        if (object == null) {
            throw NoSuchKeyException.builder().statusCode(404).message("no such key").build();
        }
        return HeadObjectResponse.builder().contentLength((long) object.bytes().length)
                .checksumSHA256(request.checksumMode() == ChecksumMode.ENABLED ? object.sha256() : null).build();
    }

    @Override
    public ListObjectsV2Response listObjectsV2(ListObjectsV2Request request) {
        return ListObjectsV2Response.builder().isTruncated(false).contents(objects.keySet().stream()
                .map(key -> S3Object.builder().key(key).build()).toList()).build();
    }

    @Override
    public DeleteObjectResponse deleteObject(DeleteObjectRequest request) {
        objects.remove(request.key());
        return DeleteObjectResponse.builder().build();
    }

    @Override
    public CreateMultipartUploadResponse createMultipartUpload(CreateMultipartUploadRequest request) {
        String id = request.key() + "@" + System.identityHashCode(request);
        uploads.put(id, new TreeMap<>());
        return CreateMultipartUploadResponse.builder().uploadId(id).build();
    }

    @Override
    public UploadPartResponse uploadPart(UploadPartRequest request, RequestBody body) {
        beforePut.apply(request.key());
        uploads.get(request.uploadId()).put(request.partNumber(), read(body));
        return UploadPartResponse.builder().eTag("part-" + request.partNumber()).build();
    }

    @Override
    public CompleteMultipartUploadResponse completeMultipartUpload(CompleteMultipartUploadRequest request) {
        TreeMap<Integer, byte[]> parts = uploads.remove(request.uploadId());
        if (request.multipartUpload().parts().size() != parts.size()
                || parts.headMap(parts.lastKey()).values().stream().anyMatch(part -> part.length < SMALLEST_PART)) {
            throw failure(400, "EntityTooSmall");
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        parts.values().forEach(whole::writeBytes);
        keep(request.key(), whole.toByteArray(), null);
        return CompleteMultipartUploadResponse.builder().build();
    }

    @Override
    public AbortMultipartUploadResponse abortMultipartUpload(AbortMultipartUploadRequest request) {
        uploads.remove(request.uploadId());
        return AbortMultipartUploadResponse.builder().build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        // Nothing is held outside of memory.
    }

    private Kept keep(String key, byte[] bytes, String sha256) {
        Kept kept = new Kept(bytes.clone(), "\"" + UUID.randomUUID() + "\"", sha256);
        objects.put(key, kept);
        return kept;
    }

    private static byte[] read(RequestBody body) {
        try (var stream = body.contentStreamProvider().newStream()) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static S3Exception failure(int status, String code) {
        return (S3Exception) S3Exception.builder().statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code).errorMessage(code).build()).message(code).build();
    }
}
