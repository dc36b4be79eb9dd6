package io.groundswell.local.s3;

import io.groundswell.local.iam.Verification;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** A request that S3 answers with one of its documented error codes. */
final class S3Error extends RuntimeException {

    private final int status;
    private final String code;

    S3Error(int status, String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    static S3Error of(Verification.Refused refused, boolean presigned) {
        String message = refused.message();
        return switch (refused.reason()) {
            case MISSING_AUTHENTICATION -> new S3Error(403, "AccessDenied", "Access Denied: the request is not signed");
            case MALFORMED, WRONG_SCOPE -> new S3Error(400, presigned ? "AuthorizationQueryParametersError" : "AuthorizationHeaderMalformed", message);
            case UNKNOWN_ACCESS_KEY -> new S3Error(403, "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.");
            case INVALID_TOKEN -> new S3Error(400, "InvalidToken", "The provided token is malformed or otherwise invalid.");
            case UNSIGNED_HEADER, EXPIRED -> new S3Error(403, "AccessDenied", message);
            case CLOCK_SKEW -> new S3Error(403, "RequestTimeTooSkewed",
                    "The difference between the request time and the current time is too large. " + message);
            case PAYLOAD_MISMATCH -> new S3Error(400, "XAmzContentSHA256Mismatch", message);
            case SIGNATURE_MISMATCH -> new S3Error(403, "SignatureDoesNotMatch", message);
        };
    }

    static S3Error notImplemented(String what) {
        return new S3Error(501, "NotImplemented", what + " is not available locally");
    }

    static S3Error invalid(String message) {
        return new S3Error(400, "InvalidArgument", message);
    }

    int status() {
        return status;
    }

    byte[] xml() {
        String text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>" + code + "</Code><Message>" + escaped(getMessage()) + "</Message><RequestId>"
                + UUID.randomUUID() + "</RequestId></Error>";
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
