package io.groundswell.local.iam;

import io.groundswell.local.iam.Verification.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a request says about its own signature, from the {@code Authorization} header or from a presigned URL's query.
 *
 * @param expires a presigned URL's validity; empty for the header form, whose date must be close to now
 */
record SignatureClaim(
        String accessKeyId,
        String date,
        String region,
        String service,
        List<String> signedHeaders,
        String signature,
        String timestamp,
        Optional<Duration> expires,
        Optional<String> sessionToken) {

    static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final Duration LONGEST_VALIDITY = Duration.ofDays(7);
    private static final DateTimeFormatter BASIC = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");

    SignatureClaim {
        signedHeaders = List.copyOf(signedHeaders);
    }

    static SignatureClaim of(SignedRequest request) {
        var header = request.headers().get("authorization");
        var query = Query.parse(request.rawQuery());
        if (header == null && query.single("X-Amz-Algorithm").isEmpty()) {
            if (query.single("AWSAccessKeyId").isPresent()) {
                throw malformed("The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256"
                        + " (for the aws command line: aws configure set default.s3.signature_version s3v4).");
            }
            throw new SignatureRefused(Reason.MISSING_AUTHENTICATION, "Request is missing Authentication Token");
        }
        if (header != null && query.single("X-Amz-Algorithm").isPresent()) {
            throw malformed("expected one of the Authorization header and the X-Amz-Algorithm query parameter, found both");
        }
        return header != null ? fromHeader(request, header) : fromQuery(query);
    }

    /** The instant the request was signed at. */
    Instant signedAt() {
        try {
            return LocalDateTime.parse(timestamp, BASIC).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            throw malformed("X-Amz-Date: expected YYYYMMDDTHHMMSSZ, found '" + timestamp + "'");
        }
    }

    String scope() {
        return date + "/" + region + "/" + service + "/aws4_request";
    }

    private static SignatureClaim fromHeader(SignedRequest request, List<String> values) {
        if (values.size() != 1 || !values.getFirst().startsWith(ALGORITHM + " ")) {
            throw malformed("Authorization: expected one value starting with " + ALGORITHM);
        }
        var fields = new HashMap<String, String>();
        for (String field : values.getFirst().substring(ALGORITHM.length()).split(",")) {
            var parts = field.strip().split("=", 2);
            if (parts.length != 2 || fields.put(parts[0], parts[1]) != null) {
                throw malformed("Authorization: expected Credential=, SignedHeaders=, Signature= once each, found '" + field.strip() + "'");
            }
        }
        String timestamp = request.header("x-amz-date").orElseThrow(() -> malformed("expected one X-Amz-Date header"));
        return of(fields, timestamp, Optional.empty(), request.header("x-amz-security-token"));
    }

    private static SignatureClaim fromQuery(Query query) {
        String algorithm = query.single("X-Amz-Algorithm").orElseThrow();
        if (!algorithm.equals(ALGORITHM)) {
            throw malformed("X-Amz-Algorithm: expected " + ALGORITHM + ", found '" + algorithm + "'");
        }
        var fields = new HashMap<String, String>();
        for (String name : List.of("Credential", "SignedHeaders", "Signature")) {
            query.single("X-Amz-" + name).ifPresent(value -> fields.put(name, value));
        }
        String timestamp = query.single("X-Amz-Date").orElseThrow(() -> malformed("expected one X-Amz-Date query parameter"));
        String expires = query.single("X-Amz-Expires").orElseThrow(() -> malformed("expected one X-Amz-Expires query parameter"));
        return of(fields, timestamp, Optional.of(validity(expires)), query.single("X-Amz-Security-Token"));
    }

    private static SignatureClaim of(Map<String, String> fields, String timestamp, Optional<Duration> expires, Optional<String> token) {
        var credential = required(fields, "Credential").split("/");
        if (credential.length != 5 || !credential[4].equals("aws4_request")) {
            throw malformed("Credential: expected <access key>/<date>/<region>/<service>/aws4_request");
        }
        if (!timestamp.startsWith(credential[1] + "T")) {
            throw malformed("Credential: its date '" + credential[1] + "' is not that of X-Amz-Date '" + timestamp + "'");
        }
        var signedHeaders = List.of(required(fields, "SignedHeaders").split(";"));
        return new SignatureClaim(credential[0], credential[1], credential[2], credential[3], signedHeaders,
                required(fields, "Signature"), timestamp, expires, token);
    }

    private static Duration validity(String seconds) {
        if (!seconds.matches("[0-9]{1,6}") || Long.parseLong(seconds) < 1 || Long.parseLong(seconds) > LONGEST_VALIDITY.toSeconds()) {
            throw malformed("X-Amz-Expires: expected 1 to 604800 seconds, found '" + seconds + "'");
        }
        return Duration.ofSeconds(Long.parseLong(seconds));
    }

    private static String required(Map<String, String> fields, String name) {
        String value = fields.get(name);
        if (value == null || value.isEmpty()) {
            throw malformed("the signature has no " + name);
        }
        return value;
    }

    private static SignatureRefused malformed(String message) {
        return new SignatureRefused(Reason.MALFORMED, message);
    }
}
