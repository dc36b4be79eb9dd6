package io.groundswell.local.iam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.local.iam.Verification.Reason;
import io.groundswell.local.iam.Verification.Refused;
import io.groundswell.local.iam.Verification.Verified;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SigV4Test {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String URL = "http://127.0.0.1:4566/fleets/north/rollouts?dry_run=true&limit=5";
    private static final byte[] BODY = "{\"group\":\"canary\"}".getBytes(StandardCharsets.UTF_8);
    private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

    private final Credentials credentials = Credentials.inMemory(new Account("us-east-1", "000000000000"));
    private final AccessKey operator = credentials.user("operator", List.of());
    private final SigV4 verifier = verifierAt(NOW);

    @Test
    @DisplayName("[R24] a request signed by the AWS SDK for execute-api names its user")
    void verifiesTheHeaderForm() {
        var verified = assertInstanceOf(Verified.class, verify(signed()));
        assertEquals("arn:aws:iam::000000000000:user/operator", verified.principal().arn());
        assertEquals("execute-api", verified.service());
        assertInstanceOf(Payload.Checked.class, verified.payload());
    }

    @Test
    @DisplayName("[R24] a changed body, query, path, method or signed header is refused")
    void refusesWhatWasTamperedWith() {
        var good = signed();
        byte[] otherBody = "{\"group\":\"everyone\"}".getBytes(StandardCharsets.UTF_8);
        var tampered = List.of(
                SignedRequest.of(good.method(), good.rawPath(), good.rawQuery(), good.headers(), otherBody),
                SignedRequest.of(good.method(), good.rawPath(), "limit=5", good.headers(), BODY),
                SignedRequest.of(good.method(), "/fleets/south/rollouts", good.rawQuery(), good.headers(), BODY),
                SignedRequest.of("PUT", good.rawPath(), good.rawQuery(), good.headers(), BODY),
                SignedRequest.of(good.method(), good.rawPath(), good.rawQuery(), with(good, "host", "elsewhere:1"), BODY));
        for (var request : tampered) {
            assertTrue(Set.of(Reason.SIGNATURE_MISMATCH, Reason.PAYLOAD_MISMATCH).contains(refused(verify(request)).reason()), request.toString());
        }
    }

    @Test
    @DisplayName("[R24] a header form is good for five minutes on either side of now")
    void boundsTheClockSkew() {
        assertInstanceOf(Verified.class, verifierAt(NOW.plusSeconds(300)).verify(signed(), Set.of("execute-api")));
        assertInstanceOf(Verified.class, verifierAt(NOW.minusSeconds(300)).verify(signed(), Set.of("execute-api")));
        assertEquals(Reason.CLOCK_SKEW, refused(verifierAt(NOW.plusSeconds(301)).verify(signed(), Set.of("execute-api"))).reason());
        assertEquals(Reason.CLOCK_SKEW, refused(verifierAt(NOW.minusSeconds(301)).verify(signed(), Set.of("execute-api"))).reason());
    }

    @Test
    @DisplayName("[R24] an unsigned request, an unknown key and another service's signature each have their reason")
    void saysWhyItRefuses() {
        assertEquals(Reason.MISSING_AUTHENTICATION, refused(verify(SignedRequest.of("GET", "/", "", Map.of("host", List.of("h")), new byte[0]))).reason());
        var stranger = Credentials.inMemory(credentials.account()).owner();
        assertEquals(Reason.UNKNOWN_ACCESS_KEY, refused(verify(new Signer(stranger, "execute-api", NOW).sign("POST", URL, JSON, BODY))).reason());
        assertEquals(Reason.WRONG_SCOPE, refused(verify(new Signer(operator, "dynamodb", NOW).sign("POST", URL, JSON, BODY))).reason());
    }

    @Test
    @DisplayName("[R24] an x-amz header that is not signed is refused")
    void refusesUnsignedAmzHeaders() {
        var good = signed();
        var request = SignedRequest.of(good.method(), good.rawPath(), good.rawQuery(), with(good, "x-amz-target", "Other.Operation"), BODY);
        assertEquals(Reason.UNSIGNED_HEADER, refused(verify(request)).reason());
    }

    @Test
    @DisplayName("[R24] a role's key counts only with its session token")
    void needsTheSessionToken() {
        var role = credentials.role("Recorder", "local", List.of());
        var good = new Signer(role, "execute-api", NOW).sign("POST", URL, JSON, BODY);
        var verified = assertInstanceOf(Verified.class, verify(good));
        assertEquals("arn:aws:sts::000000000000:assumed-role/Recorder/local", verified.principal().arn());
        var stripped = new AccessKey(role.id(), role.secret(), java.util.Optional.empty());
        assertEquals(Reason.INVALID_TOKEN, refused(verify(new Signer(stripped, "execute-api", NOW).sign("POST", URL, JSON, BODY))).reason());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a b/c", "/ünïcode", "/a+b", "/100%25/x", "/semi;colon=1", "/~user/*"})
    @DisplayName("[R3] paths that need encoding verify for S3 (encoded once) and for other services (twice)")
    void encodesPathsAsEachServiceDoes(String path) {
        for (String service : List.of("s3", "execute-api")) {
            String url = "http://127.0.0.1:4566" + UriText.encodePath(path);
            var headers = service.equals("s3") ? Map.of("x-amz-content-sha256", SignedRequest.sha256Hex(BODY)) : Map.<String, String>of();
            var request = new Signer(operator, service, NOW).sign("POST", url, headers, BODY);
            assertInstanceOf(Verified.class, verifier.verify(request, Set.of(service)), service + " " + path);
        }
    }

    @ParameterizedTest
    @CsvSource({"0,true", "899,true", "900,true", "901,false"})
    @DisplayName("[R3] a presigned URL is good until it expires")
    void honoursExpiry(long secondsLater, boolean good) {
        var request = new Signer(operator, "s3", NOW).presign("PUT", "http://127.0.0.1:4566/bucket/key", Map.of("If-None-Match", "*"), Duration.ofMinutes(15));
        var outcome = verifierAt(NOW.plusSeconds(secondsLater)).verify(request, Set.of("s3"));
        if (good) {
            assertInstanceOf(Payload.Unsigned.class, assertInstanceOf(Verified.class, outcome, outcome::toString).payload());
        } else {
            assertEquals(new Refused(Reason.EXPIRED, "Request has expired"), outcome);
        }
    }

    @Test
    @DisplayName("[R3] a header signed into a presigned URL must be sent as signed")
    void enforcesSignedHeadersOfPresignedUrls() {
        var request = new Signer(operator, "s3", NOW).presign("PUT", "http://127.0.0.1:4566/bucket/key",
                Map.of("If-None-Match", "*", "Content-Length", "5"), Duration.ofMinutes(15));
        var longer = SignedRequest.of(request.method(), request.rawPath(), request.rawQuery(), with(request, "content-length", "6"), new byte[0]);
        assertEquals(Reason.SIGNATURE_MISMATCH, refused(verifier.verify(longer, Set.of("s3"))).reason());
        var unconditional = new HashMap<>(request.headers());
        unconditional.remove("if-none-match");
        var dropped = SignedRequest.of(request.method(), request.rawPath(), request.rawQuery(), unconditional, new byte[0]);
        assertEquals(Reason.SIGNATURE_MISMATCH, refused(verifier.verify(dropped, Set.of("s3"))).reason());
    }

    @Test
    @DisplayName("[R3] S3 takes an unsigned payload, another service never does")
    void allowsUnsignedPayloadsForS3Alone() {
        for (String service : List.of("s3", "dynamodb")) {
            var request = new Signer(operator, service, NOW).sign("PUT", "http://127.0.0.1:4566/bucket/key", Map.of(), BODY);
            var relabelled = SignedRequest.of("PUT", request.rawPath(), request.rawQuery(), with(request, "x-amz-content-sha256", "UNSIGNED-PAYLOAD"), BODY);
            assertInstanceOf(Refused.class, verifier.verify(relabelled, Set.of(service)));
        }
        var request = new Signer(operator, "s3", NOW).presign("PUT", "http://127.0.0.1:4566/bucket/key", Map.of(), Duration.ofMinutes(1));
        assertInstanceOf(Verified.class, verifier.verify(request, Set.of("s3")));
    }

    @Test
    @DisplayName("[R35] a malformed signature is refused, not an error")
    void refusesNonsense() {
        for (String header : List.of("AWS4-HMAC-SHA256", "AWS4-HMAC-SHA256 Credential=a", "Basic abc", "AWS4-HMAC-SHA256 Credential=a/b/c/d/e, SignedHeaders=host, Signature=")) {
            var request = SignedRequest.of("GET", "/%zz", "a=%f", Map.of("host", List.of("h"), "authorization", List.of(header),
                    "x-amz-date", List.of("20260301T120000Z")), new byte[0]);
            assertEquals(Reason.MALFORMED, refused(verify(request)).reason(), header);
        }
    }

    private SignedRequest signed() {
        return new Signer(operator, "execute-api", NOW).sign("POST", URL, JSON, BODY);
    }

    private Verification verify(SignedRequest request) {
        return verifier.verify(request, Set.of("execute-api"));
    }

    private SigV4 verifierAt(Instant now) {
        return new SigV4(credentials, Clock.fixed(now, ZoneOffset.UTC));
    }

    private static Refused refused(Verification verification) {
        return assertInstanceOf(Refused.class, verification);
    }

    private static Map<String, List<String>> with(SignedRequest request, String name, String value) {
        var headers = new HashMap<>(request.headers());
        headers.put(name, List.of(value));
        return headers;
    }
}
