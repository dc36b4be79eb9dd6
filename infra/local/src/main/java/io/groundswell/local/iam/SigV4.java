package io.groundswell.local.iam;

import io.groundswell.local.iam.Verification.Reason;
import io.groundswell.local.iam.Verification.Verified;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/**
 * Verifies Signature Version 4, in the header and in the query (presigned) form.
 *
 * <p>The header form must be signed within {@value #SKEW_MINUTES} minutes of now. {@code host} and every {@code x-amz-*} header must be signed. S3 names its
 * payload hash in {@code x-amz-content-sha256} (which may be {@code UNSIGNED-PAYLOAD} or a streaming form); every other service signs the body itself.
 */
public final class SigV4 {

    private static final long SKEW_MINUTES = 5;
    private static final Duration SKEW = Duration.ofMinutes(SKEW_MINUTES);
    private static final String S3 = "s3";
    private static final String CONTENT_SHA256 = "x-amz-content-sha256";

    private final Credentials credentials;
    private final Clock clock;

    public SigV4(Credentials credentials, Clock clock) {
        this.credentials = credentials;
        this.clock = clock;
    }

    /** The service in a request's credential scope, not yet verified: good for routing alone. */
    public static Optional<String> claimedService(SignedRequest request) {
        try {
            return Optional.of(SignatureClaim.of(request).service());
        } catch (SignatureRefused e) {
            return Optional.empty();
        }
    }

    /** Verifies a request that must be signed for one of these services ({@code execute-api}, {@code s3}, {@code dynamodb} …). */
    public Verification verify(SignedRequest request, Set<String> services) {
        try {
            return verified(request, SignatureClaim.of(request), services);
        } catch (SignatureRefused e) {
            return e.refused();
        }
    }

    private Verified verified(SignedRequest request, SignatureClaim claim, Set<String> services) {
        checkScope(claim, services);
        var registered = credentials.find(claim.accessKeyId())
                .orElseThrow(() -> refused(Reason.UNKNOWN_ACCESS_KEY, "The security token included in the request is invalid"));
        checkToken(registered.key(), claim);
        checkTime(claim, clock.instant());
        checkSignedHeaders(request, claim);
        String payloadHash = payloadHash(request, claim);
        String canonical = CanonicalRequest.of(request, claim, payloadHash);
        String stringToSign = String.join("\n", SignatureClaim.ALGORITHM, claim.timestamp(), claim.scope(), SignedRequest.sha256Hex(canonical));
        byte[] key = signingKey(registered.key().secret(), claim);
        String expected = HexFormat.of().formatHex(ChunkSignatures.hmac(key, stringToSign));
        if (!ChunkSignatures.same(expected, claim.signature())) {
            throw refused(Reason.SIGNATURE_MISMATCH, "The request signature we calculated does not match the signature you provided."
                    + " Check your AWS Secret Access Key and signing method.");
        }
        return new Verified(registered.principal(), claim.service(), payload(request, payloadHash),
                new ChunkSignatures(key, claim.timestamp(), claim.scope(), expected));
    }

    private void checkScope(SignatureClaim claim, Set<String> services) {
        if (!services.contains(claim.service())) {
            throw refused(Reason.WRONG_SCOPE, "Credential should be scoped to correct service: expected one of "
                    + services.stream().sorted().toList() + ", found '" + claim.service() + "'");
        }
        if (!claim.region().equals(credentials.account().region())) {
            throw refused(Reason.WRONG_SCOPE, "Credential should be scoped to a valid region: expected '" + credentials.account().region()
                    + "', found '" + claim.region() + "'");
        }
    }

    private static void checkToken(AccessKey key, SignatureClaim claim) {
        boolean right = ChunkSignatures.same(key.sessionToken().orElse(""), claim.sessionToken().orElse(""));
        if (!right) {
            throw refused(Reason.INVALID_TOKEN, "The security token included in the request is invalid");
        }
    }

    private static void checkTime(SignatureClaim claim, Instant now) {
        Instant signedAt = claim.signedAt();
        if (signedAt.isAfter(now.plus(SKEW))) {
            throw refused(Reason.CLOCK_SKEW, "Signature not yet current: " + signedAt + " is later than " + now + " (+ 5 min.)");
        }
        if (claim.expires().isPresent()) {
            if (now.isAfter(signedAt.plus(claim.expires().get()))) {
                throw refused(Reason.EXPIRED, "Request has expired");
            }
        } else if (signedAt.isBefore(now.minus(SKEW))) {
            throw refused(Reason.CLOCK_SKEW, "Signature expired: " + signedAt + " is now earlier than " + now + " (- 5 min.)");
        }
    }

    private static void checkSignedHeaders(SignedRequest request, SignatureClaim claim) {
        if (!claim.signedHeaders().contains("host")) {
            throw refused(Reason.UNSIGNED_HEADER, "'Host' must be a signed header");
        }
        for (String name : request.headers().keySet()) {
            if (name.startsWith("x-amz-") && !claim.signedHeaders().contains(name)) {
                throw refused(Reason.UNSIGNED_HEADER, "There were headers present in the request which were not signed: " + name);
            }
        }
    }

    private static String payloadHash(SignedRequest request, SignatureClaim claim) {
        Optional<String> declared = request.header(CONTENT_SHA256);
        if (claim.service().equals(S3)) {
            if (claim.expires().isPresent()) {
                return declared.or(() -> Query.parse(request.rawQuery()).single("X-Amz-Content-Sha256")).orElse(Payloads.UNSIGNED);
            }
            return declared.orElseThrow(() -> refused(Reason.MALFORMED, "Missing required header for this request: " + CONTENT_SHA256));
        }
        String actual = request.bodySha256().orElseThrow(() -> new IllegalStateException("a request to " + claim.service() + " needs its body's hash"));
        if (declared.isPresent() && !ChunkSignatures.same(actual, declared.get())) {
            throw refused(Reason.PAYLOAD_MISMATCH, CONTENT_SHA256 + ": expected the body's hash " + actual + ", found '" + declared.get() + "'");
        }
        return actual;
    }

    private static Payload payload(SignedRequest request, String payloadHash) {
        return request.bodySha256().isPresent() ? Payloads.checked(payloadHash, request.bodySha256().get()) : Payloads.parse(payloadHash);
    }

    private static byte[] signingKey(String secret, SignatureClaim claim) {
        byte[] date = ChunkSignatures.hmac(("AWS4" + secret).getBytes(StandardCharsets.UTF_8), claim.date());
        byte[] region = ChunkSignatures.hmac(date, claim.region());
        return ChunkSignatures.hmac(ChunkSignatures.hmac(region, claim.service()), "aws4_request");
    }

    private static SignatureRefused refused(Reason reason, String message) {
        return new SignatureRefused(reason, message);
    }
}
