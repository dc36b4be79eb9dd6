package io.groundswell.local.iam;

import io.groundswell.local.iam.Verification.Reason;

/** Reads the payload hash of a signature, as S3 defines its forms. */
final class Payloads {

    static final String UNSIGNED = "UNSIGNED-PAYLOAD";

    private Payloads() {
    }

    static Payload parse(String payloadHash) {
        return switch (payloadHash) {
            case UNSIGNED -> new Payload.Unsigned();
            case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD" -> new Payload.Chunked(true, false);
            case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER" -> new Payload.Chunked(true, true);
            case "STREAMING-UNSIGNED-PAYLOAD-TRAILER" -> new Payload.Chunked(false, true);
            case String hex when hex.matches("[0-9a-f]{64}") -> new Payload.Exact(hex);
            case String other -> throw new SignatureRefused(Reason.MALFORMED,
                    "x-amz-content-sha256: expected a hex SHA-256, UNSIGNED-PAYLOAD or a known STREAMING form, found '" + other + "'");
        };
    }

    /** The payload of a request whose body was read; a hash that S3 named is compared with it here. */
    static Payload checked(String payloadHash, String actual) {
        return switch (parse(payloadHash)) {
            case Payload.Exact exact when !ChunkSignatures.same(exact.sha256Hex(), actual) -> throw new SignatureRefused(Reason.PAYLOAD_MISMATCH,
                    "The provided 'x-amz-content-sha256' header does not match what was computed.");
            case Payload.Exact exact -> new Payload.Checked();
            case Payload.Checked checked -> checked;
            case Payload.Unsigned unsigned -> unsigned;
            case Payload.Chunked chunked -> chunked;
        };
    }
}
