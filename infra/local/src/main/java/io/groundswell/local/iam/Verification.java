package io.groundswell.local.iam;

/** What became of a request's signature. */
public sealed interface Verification {

    /**
     * The signature is right.
     *
     * @param payload what the signature says about the body; anything but {@link Payload.Checked} is left for the caller to enforce
     * @param signature what a streamed upload needs to verify its chunks
     */
    record Verified(Principal principal, String service, Payload payload, ChunkSignatures signature) implements Verification {
    }

    /** The request is not to be served; the message is safe to return and holds no secret. */
    record Refused(Reason reason, String message) implements Verification {
    }

    /** Why a request is refused; each protocol has its own error code for it. */
    enum Reason {
        MISSING_AUTHENTICATION,
        MALFORMED,
        WRONG_SCOPE,
        UNKNOWN_ACCESS_KEY,
        INVALID_TOKEN,
        UNSIGNED_HEADER,
        EXPIRED,
        CLOCK_SKEW,
        PAYLOAD_MISMATCH,
        SIGNATURE_MISMATCH
    }
}
