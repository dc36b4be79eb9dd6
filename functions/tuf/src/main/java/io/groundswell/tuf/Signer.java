package io.groundswell.tuf;

/** Something that signs: a key in this process, or one that never leaves a key service. */
public interface Signer {

    /** The public half, as metadata will carry it. */
    Key key();

    /** The signature over the message: 64 bytes for Ed25519, DER over SHA-256 for ECDSA P-256. */
    byte[] sign(byte[] message);
}
