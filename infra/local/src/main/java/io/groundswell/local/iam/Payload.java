package io.groundswell.local.iam;

/** What a signature covers of a request's body. */
public sealed interface Payload {

    /** The body was read and its hash is part of the signature that was verified. */
    record Checked() implements Payload {
    }

    /** The body, still unread, must have this hash. */
    record Exact(String sha256Hex) implements Payload {
    }

    /** The signature says nothing about the body ({@code UNSIGNED-PAYLOAD}). */
    record Unsigned() implements Payload {
    }

    /** The body is {@code aws-chunked}; each chunk (and the trailer) is signed, or none is. */
    record Chunked(boolean signed, boolean trailer) implements Payload {
    }
}
