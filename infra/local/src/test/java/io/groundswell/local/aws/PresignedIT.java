package io.groundswell.local.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.s3.presigner.model.PresignedPutObjectRequest;

class PresignedIT {

    private static final String HELLO_SHA256 = "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=";

    private static LocalAws aws;
    private static S3Presigner presigner;

    record Answer(int status, String body) {
    }

    @BeforeAll
    static void start() {
        aws = new LocalAws();
        presigner = aws.presigner(aws.credentials.owner());
    }

    @AfterAll
    static void stop() {
        presigner.close();
        aws.close();
    }

    @Test
    @DisplayName("[R3] a presigned PUT with checksum, length and If-None-Match in its signature stores once")
    void storesOnce() throws Exception {
        var presigned = upload("artifact", 5);
        assertTrue(presigned.signedHeaders().keySet().containsAll(List.of("x-amz-checksum-sha256", "content-length", "if-none-match")),
                presigned.signedHeaders().toString());
        assertEquals(200, send(presigned, "hello", Map.of()).status());
        try (var s3 = aws.s3(aws.credentials.owner())) {
            assertEquals(HELLO_SHA256, s3.headObject(head -> head.bucket(LocalAws.BUCKET).key("artifact").checksumMode("ENABLED")).checksumSHA256());
        }
        var again = send(presigned, "hello", Map.of());
        assertEquals(412, again.status());
        assertTrue(again.body().contains("<Code>PreconditionFailed</Code>"), again.body());
    }

    @Test
    @DisplayName("[R3] other bytes of the same length are BadDigest; another length, a dropped condition or a changed checksum is 403; nothing is stored")
    void refusesEverythingElse() throws Exception {
        var presigned = upload("guarded", 5);
        var otherBytes = send(presigned, "hellO", Map.of());
        assertEquals(400, otherBytes.status());
        assertTrue(otherBytes.body().contains("<Code>BadDigest</Code>"), otherBytes.body());
        var longer = send(presigned, "hello!", Map.of());
        assertEquals(403, longer.status());
        assertTrue(longer.body().contains("<Code>SignatureDoesNotMatch</Code>"), longer.body());
        assertEquals(403, send(presigned, "hello", Map.of("If-None-Match", "")).status());
        assertEquals(403, send(presigned, "hello", Map.of("x-amz-checksum-sha256", "AAAA")).status());
        var unsigned = send(presigned, "hello", Map.of("x-amz-meta-a", "b"));
        assertEquals(403, unsigned.status());
        assertTrue(unsigned.body().contains("not signed: x-amz-meta-a"), unsigned.body());
        assertEquals(404, statusOfGet("guarded"));
    }

    @Test
    @DisplayName("[R3] a tampered URL is SignatureDoesNotMatch, an expired one is AccessDenied: Request has expired")
    void refusesTamperedAndExpiredUrls() throws Exception {
        var url = presigner.presignGetObject(get -> get.signatureDuration(Duration.ofMinutes(5)).getObjectRequest(object -> object.bucket(LocalAws.BUCKET).key("a"))).url().toString();
        var tampered = request("GET", url.replace("/a?", "/b?"), Map.of(), null);
        assertEquals(403, tampered.status());
        assertTrue(tampered.body().contains("<Code>SignatureDoesNotMatch</Code>"), tampered.body());
        var expired = request("GET", url.replaceFirst("X-Amz-Date=[0-9]{4}", "X-Amz-Date=2020").replaceFirst("%2F20[0-9]{2}", "%2F2020"), Map.of(), null);
        assertEquals(403, expired.status());
        assertTrue(expired.body().contains("<Code>AccessDenied</Code><Message>Request has expired</Message>"), expired.body());
    }

    @Test
    @DisplayName("[R3] a presigned GET serves the object, in ranges too")
    void servesDownloads() throws Exception {
        try (var s3 = aws.s3(aws.credentials.owner())) {
            s3.putObject(put -> put.bucket(LocalAws.BUCKET).key("dir/a b+c"), RequestBody.fromString("hello"));
        }
        String url = presigner.presignGetObject(get -> get.signatureDuration(Duration.ofMinutes(5))
                .getObjectRequest(object -> object.bucket(LocalAws.BUCKET).key("dir/a b+c"))).url().toString();
        assertEquals(new Answer(200, "hello"), request("GET", url, Map.of(), null));
        assertEquals(new Answer(206, "lo"), request("GET", url, Map.of("Range", "bytes=3-"), null));
    }

    private static PresignedPutObjectRequest upload(String key, long length) {
        return presigner.presignPutObject(put -> put.signatureDuration(Duration.ofMinutes(5)).putObjectRequest(
                object -> object.bucket(LocalAws.BUCKET).key(key).contentLength(length).checksumSHA256(HELLO_SHA256).ifNoneMatch("*")));
    }

    private static int statusOfGet(String key) throws IOException {
        return request("GET", presigner.presignGetObject(get -> get.signatureDuration(Duration.ofMinutes(5))
                .getObjectRequest(object -> object.bucket(LocalAws.BUCKET).key(key))).url().toString(), Map.of(), null).status();
    }

    private static Answer send(PresignedPutObjectRequest presigned, String body, Map<String, String> changed) throws IOException {
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        presigned.signedHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
        headers.remove("host");
        headers.remove("content-length");
        headers.putAll(changed);
        headers.values().removeIf(String::isEmpty);
        return request("PUT", presigned.url().toString(), headers, body);
    }

    private static Answer request(String method, String url, Map<String, String> headers, String body) throws IOException {
        var connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
        connection.setRequestMethod(method);
        headers.forEach(connection::setRequestProperty);
        if (body != null) {
            connection.setDoOutput(true);
            connection.setFixedLengthStreamingMode(body.length());
            try (var out = connection.getOutputStream()) {
                out.write(body.getBytes(StandardCharsets.UTF_8));
            }
        }
        int status = connection.getResponseCode();
        try (var in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return new Answer(status, in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
