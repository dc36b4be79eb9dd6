package io.groundswell.handlers.device;

import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** The device CA's P-256 key, which never leaves the service that holds it. */
interface CaKey {

    /** Signs a SHA-256 digest with ECDSA; the signature is DER. */
    byte[] sign(byte[] digest);

    SubjectPublicKeyInfo publicKey();
}
