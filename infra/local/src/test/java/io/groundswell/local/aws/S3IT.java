package io.groundswell.local.aws;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

class S3IT {

    /** The base64 SHA-256 of {@code hello}. */
    private static final String HELLO_SHA256 = "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=";

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

    @Test
    @DisplayName("[R3] an object comes back whole and in ranges, is listed, and is gone when deleted")
    void storesObjects() {
        put("tuf/north/1.root.json", "hello");
        assertEquals("hello", get("tuf/north/1.root.json"));
        assertEquals("ell", s3.getObjectAsBytes(get -> get.bucket(LocalAws.BUCKET).key("tuf/north/1.root.json").range("bytes=1-3")).asUtf8String());
        var listed = s3.listObjectsV2(list -> list.bucket(LocalAws.BUCKET).prefix("tuf/north/")).contents();
        assertEquals("tuf/north/1.root.json", listed.getFirst().key());
        assertEquals("\"5d41402abc4b2a76b9719d911017c592\"", listed.getFirst().eTag());
        s3.deleteObject(delete -> delete.bucket(LocalAws.BUCKET).key("tuf/north/1.root.json"));
        assertThrows(NoSuchKeyException.class, () -> get("tuf/north/1.root.json"));
        assertEquals(200, s3.headBucket(head -> head.bucket(LocalAws.BUCKET)).sdkHttpResponse().statusCode());
    }

    @Test
    @DisplayName("[R3] a SHA-256 checksum is verified before anything is stored, kept, and given back when asked for")
    void keepsTheSha256() {
        s3.putObject(put -> put.bucket(LocalAws.BUCKET).key("sum").checksumSHA256(HELLO_SHA256), RequestBody.fromString("hello"));
        assertEquals(HELLO_SHA256, s3.headObject(head -> head.bucket(LocalAws.BUCKET).key("sum").checksumMode(ChecksumMode.ENABLED)).checksumSHA256());
        assertEquals(HELLO_SHA256, s3.getObject(get -> get.bucket(LocalAws.BUCKET).key("sum").checksumMode(ChecksumMode.ENABLED)).response().checksumSHA256());
        for (String key : List.of("sum", "never")) {
            var refusal = assertThrows(S3Exception.class, () -> s3.putObject(
                    put -> put.bucket(LocalAws.BUCKET).key(key).checksumSHA256(HELLO_SHA256), RequestBody.fromString("hellO")));
            assertEquals(400, refusal.statusCode());
            assertEquals("BadDigest", refusal.awsErrorDetails().errorCode());
        }
        assertEquals("hello", get("sum"));
        assertThrows(NoSuchKeyException.class, () -> get("never"));
    }

    @Test
    @DisplayName("[R3] every checksum the SDK can send, in a trailer of signed chunks, is verified and given back")
    void takesTrailingChecksums() {
        for (var algorithm : List.of(ChecksumAlgorithm.CRC32, ChecksumAlgorithm.CRC32_C, ChecksumAlgorithm.SHA1, ChecksumAlgorithm.SHA256)) {
            s3.putObject(put -> put.bucket(LocalAws.BUCKET).key("trailer/" + algorithm).checksumAlgorithm(algorithm), RequestBody.fromString("hello"));
            assertEquals("hello", get("trailer/" + algorithm));
        }
        assertEquals(HELLO_SHA256, s3.headObject(head -> head.bucket(LocalAws.BUCKET).key("trailer/SHA256").checksumMode(ChecksumMode.ENABLED)).checksumSHA256());
    }

    @Test
    @DisplayName("[R3] an upload larger than memory may hold passes through and comes back byte for byte")
    void streamsLargeObjects() {
        byte[] large = new byte[24 * 1024 * 1024 + 7];
        new Random(1).nextBytes(large);
        s3.putObject(put -> put.bucket(LocalAws.BUCKET).key("large"), RequestBody.fromBytes(large));
        assertArrayEquals(large, s3.getObjectAsBytes(get -> get.bucket(LocalAws.BUCKET).key("large")).asByteArray());
    }

    @Test
    @DisplayName("[R3] of many concurrent If-None-Match:* writes exactly one wins, the others are 412")
    void createsOnce() throws Exception {
        for (int round = 0; round < 5; round++) {
            String key = "once/" + round;
            var outcomes = concurrently(24, writer -> () -> status(() -> s3.putObject(
                    put -> put.bucket(LocalAws.BUCKET).key(key).ifNoneMatch("*"), RequestBody.fromString("writer " + writer))));
            assertEquals(1, outcomes.stream().filter(status -> status == 200).count());
            assertEquals(23, outcomes.stream().filter(status -> status == 412).count());
        }
    }

    @Test
    @DisplayName("[R3] of many concurrent If-Match writes against one version exactly one wins; a stale one is 412, an absent key 404")
    void replacesOnce() throws Exception {
        String etag = put("timestamp.json", "0");
        var outcomes = concurrently(24, writer -> () -> status(() -> s3.putObject(
                put -> put.bucket(LocalAws.BUCKET).key("timestamp.json").ifMatch(etag), RequestBody.fromString("writer " + writer))));
        assertEquals(1, outcomes.stream().filter(status -> status == 200).count());
        assertEquals(23, outcomes.stream().filter(status -> status == 412).count());
        assertEquals(404, status(() -> s3.putObject(put -> put.bucket(LocalAws.BUCKET).key("absent").ifMatch(etag), RequestBody.fromString("x"))));
    }

    @Test
    @DisplayName("[R24] a role reads what its policy says; without ListBucket a missing key is 403, not 404")
    void enforcesPolicies() {
        put("targets/a", "hello");
        put("metadata/a", "hello");
        var reader = aws.credentials.role("Reader", "test", List.of(AwsEndpointIT.allow("s3:GetObject", "arn:aws:s3:::groundswell-artifacts/targets/*")));
        try (var limited = aws.s3(reader)) {
            assertEquals("hello", limited.getObjectAsBytes(get -> get.bucket(LocalAws.BUCKET).key("targets/a")).asUtf8String());
            assertEquals(403, status(() -> limited.getObjectAsBytes(get -> get.bucket(LocalAws.BUCKET).key("metadata/a"))));
            assertEquals(403, status(() -> limited.getObjectAsBytes(get -> get.bucket(LocalAws.BUCKET).key("targets/none"))));
            assertEquals(403, status(() -> limited.putObject(put -> put.bucket(LocalAws.BUCKET).key("targets/b"), RequestBody.fromString("x"))));
            assertEquals(403, status(() -> limited.listObjectsV2(list -> list.bucket(LocalAws.BUCKET))));
        }
    }

    @Test
    @DisplayName("[R35] what the store does not do is refused by name")
    void refusesByName() {
        var tagging = assertThrows(S3Exception.class, () -> s3.getObjectTagging(get -> get.bucket(LocalAws.BUCKET).key("x")));
        assertEquals("NotImplemented", tagging.awsErrorDetails().errorCode());
        assertTrue(tagging.getMessage().contains("[tagging]"), tagging.getMessage());
        var tagged = assertThrows(S3Exception.class, () -> s3.putObject(put -> put.bucket(LocalAws.BUCKET).key("x").tagging("a=b"), RequestBody.fromString("x")));
        assertTrue(tagged.getMessage().contains("x-amz-tagging"), tagged.getMessage());
        assertEquals(400, status(() -> put("a/../b", "x")));
    }

    private static String put(String key, String text) {
        return s3.putObject(put -> put.bucket(LocalAws.BUCKET).key(key), RequestBody.fromString(text)).eTag();
    }

    private static String get(String key) {
        return s3.getObjectAsBytes(get -> get.bucket(LocalAws.BUCKET).key(key)).asString(StandardCharsets.UTF_8);
    }

    private static int status(Runnable call) {
        try {
            call.run();
            return 200;
        } catch (S3Exception e) {
            return e.statusCode();
        }
    }

    private static List<Integer> concurrently(int writers, java.util.function.IntFunction<Callable<Integer>> call) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = new ArrayList<Callable<Integer>>();
            for (int writer = 0; writer < writers; writer++) {
                calls.add(call.apply(writer));
            }
            var outcomes = new ArrayList<Integer>();
            for (Future<Integer> outcome : threads.invokeAll(calls)) {
                outcomes.add(outcome.get());
            }
            return outcomes;
        }
    }
}
