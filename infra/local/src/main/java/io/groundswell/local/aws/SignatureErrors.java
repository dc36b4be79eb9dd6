package io.groundswell.local.aws;

import io.groundswell.local.iam.Verification;

/** The error codes that the JSON protocols and STS have for a refused signature. */
final class SignatureErrors {

    private SignatureErrors() {
    }

    static ServiceError json(Verification.Refused refused) {
        String code = switch (refused.reason()) {
            case MISSING_AUTHENTICATION -> "MissingAuthenticationTokenException";
            case MALFORMED -> "IncompleteSignatureException";
            case UNKNOWN_ACCESS_KEY, INVALID_TOKEN -> "UnrecognizedClientException";
            case WRONG_SCOPE, UNSIGNED_HEADER, EXPIRED, CLOCK_SKEW, PAYLOAD_MISMATCH, SIGNATURE_MISMATCH -> "InvalidSignatureException";
        };
        return ServiceError.client(code, refused.message());
    }

    static ServiceError query(Verification.Refused refused) {
        String code = switch (refused.reason()) {
            case MISSING_AUTHENTICATION -> "MissingAuthenticationToken";
            case MALFORMED -> "IncompleteSignature";
            case UNKNOWN_ACCESS_KEY, INVALID_TOKEN -> "InvalidClientTokenId";
            case EXPIRED, CLOCK_SKEW -> "SignatureExpired";
            case WRONG_SCOPE, UNSIGNED_HEADER, PAYLOAD_MISMATCH, SIGNATURE_MISMATCH -> "SignatureDoesNotMatch";
        };
        return new ServiceError(403, code, refused.message());
    }
}
