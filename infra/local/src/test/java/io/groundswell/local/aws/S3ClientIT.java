package io.groundswell.local.aws;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.local.s3.S3;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;

class S3ClientIT {

    private static LocalAws aws;
    private static S3Client s3;

    @BeforeAll
    static void start() {
        aws = new LocalAws();
        s3 = aws.s3(aws.credentials.owner());
    }

    @AfterAll
    static void stop() {
        s3.close();
        aws.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "a b+c&d=e;f", "ünïcode/漢", "100%/x", "star*(paren)!'~", "a:b@c,d$", "<tag>?#[]"})
    @DisplayName("[R2] any key of printable characters is stored under exactly that key")
    void keepsKeys(String key) {
        s3.putObject(put -> put.bucket(LocalAws.BUCKET).key("keys/" + key), RequestBody.fromString(key));
        assertEquals(key, s3.getObjectAsBytes(get -> get.bucket(LocalAws.BUCKET).key("keys/" + key)).asUtf8String());
        assertTrue(s3.listObjectsV2(list -> list.bucket(LocalAws.BUCKET).prefix("keys/")).contents().stream().anyMatch(object -> object.key().equals("keys/" + key)));
    }

    @Test
    @DisplayName("[R3] an empty object, a copy, metadata and deletion in bulk work as in S3")
    void doesTheSmallThings() {
        s3.putObject(put -> put.bucket(LocalAws.BUCKET).key("small/empty").contentType("text/plain").metadata(Map.of("kind", "config")), RequestBody.empty());
        s3.copyObject(copy -> copy.sourceBucket(LocalAws.BUCKET).sourceKey("small/empty").destinationBucket(LocalAws.BUCKET).destinationKey("small/copy"));
        var head = s3.headObject(request -> request.bucket(LocalAws.BUCKET).key("small/copy"));
        assertEquals(0, head.contentLength());
        assertEquals("text/plain", head.contentType());
        assertEquals(Map.of("kind", "config"), head.metadata());
        s3.deleteObjects(delete -> delete.bucket(LocalAws.BUCKET).delete(keys -> keys.objects(
                List.of(ObjectIdentifier.builder().key("small/empty").build(), ObjectIdentifier.builder().key("small/copy").build()))));
        assertEquals(0, s3.listObjectsV2(list -> list.bucket(LocalAws.BUCKET).prefix("small/")).keyCount());
    }

    @Test
    @DisplayName("[R3] a multipart upload joins its parts")
    void joinsParts() {
        byte[] part = new byte[5 * 1024 * 1024];
        String id = s3.createMultipartUpload(create -> create.bucket(LocalAws.BUCKET).key("parts")).uploadId();
        String first = s3.uploadPart(upload -> upload.bucket(LocalAws.BUCKET).key("parts").uploadId(id).partNumber(1), RequestBody.fromBytes(part)).eTag();
        String second = s3.uploadPart(upload -> upload.bucket(LocalAws.BUCKET).key("parts").uploadId(id).partNumber(2), RequestBody.fromString("end")).eTag();
        var parts = List.of(CompletedPart.builder().partNumber(1).eTag(first).build(), CompletedPart.builder().partNumber(2).eTag(second).build());
        s3.completeMultipartUpload(complete -> complete.bucket(LocalAws.BUCKET).key("parts").uploadId(id).multipartUpload(upload -> upload.parts(parts)));
        assertEquals(5 * 1024 * 1024 + 3, s3.headObject(head -> head.bucket(LocalAws.BUCKET).key("parts")).contentLength());
    }

    @Test
    @DisplayName("[R3] a client that waits for 100 Continue before it sends its body is served")
    void continuesAfterExpect() {
        try (var apache = aws.configured(S3Client.builder().forcePathStyle(true), aws.credentials.owner())
                .httpClientBuilder(Apache5HttpClient.builder().expectContinueEnabled(true)).build()) {
            byte[] body = new byte[3 * 1024 * 1024];
            apache.putObject(put -> put.bucket(LocalAws.BUCKET).key("expected"), RequestBody.fromBytes(body));
            assertArrayEquals(body, apache.getObjectAsBytes(get -> get.bucket(LocalAws.BUCKET).key("expected")).asByteArray());
        }
    }

    @Test
    @DisplayName("[R35] a bucket's properties without local meaning are accepted, any other is refused by name")
    void readsBucketProperties(@TempDir Path directory) throws Exception {
        Files.createDirectories(directory.resolve("uploads"));
        Path abandoned = Files.writeString(directory.resolve("uploads/upload1.part"), "half");
        try (var store = S3.in(directory)) {
            assertFalse(Files.exists(abandoned), "an upload cut off by a crash is removed");
            assertEquals("artifacts", store.createBucket("artifacts", Map.of("VersioningConfiguration", Map.of("Status", "Enabled"))).name());
            assertEquals("arn:aws:s3:::artifacts", store.createBucket("other", Map.of("BucketName", "artifacts")).arn());
            var refusal = assertThrows(IllegalArgumentException.class, () -> store.createBucket("artifacts", Map.of("CorsConfiguration", Map.of())));
            assertTrue(refusal.getMessage().contains("[CorsConfiguration]"), refusal.getMessage());
            assertThrows(IllegalArgumentException.class, () -> store.createBucket("Not_A_Bucket", Map.of()));
        }
    }

    @Test
    @DisplayName("[R32] a bucket with Object Lock is written once: nothing in it is overwritten or deleted")
    void keepsWhatIsLocked() {
        s3.putObject(put -> put.bucket(LocalAws.LOCKED).key("f/1.json"), RequestBody.fromString("first"));

        List<S3Exception> refusals = List.of(
                assertThrows(S3Exception.class, () -> s3.putObject(put -> put.bucket(LocalAws.LOCKED).key("f/1.json"),
                        RequestBody.fromString("second"))),
                assertThrows(S3Exception.class, () -> s3.deleteObject(delete -> delete.bucket(LocalAws.LOCKED).key("f/1.json"))),
                assertThrows(S3Exception.class, () -> s3.deleteObjects(delete -> delete.bucket(LocalAws.LOCKED).delete(keys ->
                        keys.objects(ObjectIdentifier.builder().key("f/1.json").build())))),
                assertThrows(S3Exception.class, () -> s3.deleteBucket(delete -> delete.bucket(LocalAws.LOCKED))));

        refusals.forEach(refusal -> assertEquals(403, refusal.statusCode(), refusal.getMessage()));
        assertEquals(412, assertThrows(S3Exception.class, () -> s3.putObject(
                put -> put.bucket(LocalAws.LOCKED).key("f/1.json").ifNoneMatch("*"), RequestBody.fromString("second"))).statusCode());
        assertEquals(501, assertThrows(S3Exception.class, () -> s3.createMultipartUpload(
                create -> create.bucket(LocalAws.LOCKED).key("f/2.json"))).statusCode());
        assertEquals("first", s3.getObjectAsBytes(get -> get.bucket(LocalAws.LOCKED).key("f/1.json")).asUtf8String());
    }
}
