package io.groundswell.local.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.local.iam.Access;
import io.groundswell.local.iam.SignedRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class S3RequestTest {

    @ParameterizedTest
    @CsvSource({
        "GET, /, '', LIST_BUCKETS, s3:ListAllMyBuckets, *",
        "GET, /bucket, list-type=2, LIST_OBJECTS_V2, s3:ListBucket, arn:aws:s3:::bucket",
        "GET, /bucket/, prefix=a, LIST_OBJECTS, s3:ListBucket, arn:aws:s3:::bucket",
        "HEAD, /bucket, '', HEAD_BUCKET, s3:ListBucket, arn:aws:s3:::bucket",
        "POST, /bucket, delete, DELETE_OBJECTS, s3:DeleteObject, arn:aws:s3:::bucket/*",
        "GET, /bucket/a%2Fb%20c, x-id=GetObject, GET_OBJECT, s3:GetObject, arn:aws:s3:::bucket/a/b c",
        "PUT, /bucket/key, X-Amz-Signature=1, PUT_OBJECT, s3:PutObject, arn:aws:s3:::bucket/key",
        "PUT, /bucket/key, uploadId=u&partNumber=1, UPLOAD_PART, s3:PutObject, arn:aws:s3:::bucket/key",
        "DELETE, /bucket/key, uploadId=u, ABORT_MULTIPART_UPLOAD, s3:AbortMultipartUpload, arn:aws:s3:::bucket/key"})
    @DisplayName("[R24] each S3 operation needs its IAM action on its bucket or object")
    void mapsOperations(String method, String path, String query, S3Operation operation, String action, String resource) {
        var request = S3Request.of(SignedRequest.unread(method, path, query, Map.of()));
        assertEquals(operation, request.operation());
        assertEquals(action, request.accesses().getFirst().action());
        assertEquals(resource, request.accesses().getFirst().resource());
    }

    @Test
    @DisplayName("[R24] a copy needs to read its source, too")
    void readsTheSourceOfACopy() {
        var request = S3Request.of(SignedRequest.unread("PUT", "/bucket/key", "", Map.of("x-amz-copy-source", List.of("/other/a%20b"))));
        assertEquals(new Access("s3:GetObject", "arn:aws:s3:::other/a b"), request.accesses().getLast());
    }

    @Test
    @DisplayName("[R3] a header that a presigned URL carries in its query counts as sent")
    void liftsHeadersOutOfTheQuery() {
        var request = S3Request.of(SignedRequest.unread("PUT", "/bucket/key", "X-Amz-Checksum-Sha256=abc&X-Amz-Date=d", Map.of()));
        assertEquals("abc", request.header("x-amz-checksum-sha256").orElseThrow());
        assertTrue(request.parameters().isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /bucket/key, versionId=1, [versionId]",
        "PUT, /bucket, policy, [policy]",
        "GET, /bucket/a//b, '', a//b",
        "GET, /bucket/../x, '', ../x",
        "GET, /bucket/%2E%2E/x, '', ../x",
        "GET, /Bucket/x, '', Bucket"})
    @DisplayName("[R35] what is not there, or not a safe key, is refused by name")
    void refusesByName(String method, String path, String query, String named) {
        var refusal = assertThrows(S3Error.class, () -> S3Request.of(SignedRequest.unread(method, path, query, Map.of())));
        assertTrue(refusal.getMessage().contains(named), refusal.getMessage());
    }
}
