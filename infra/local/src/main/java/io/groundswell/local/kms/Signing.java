package io.groundswell.local.kms;

import io.groundswell.local.aws.ServiceError;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.SignatureException;

/** The cryptography of {@code Sign} and {@code Verify}: raw messages of up to 4,096 bytes, or a SHA-256 digest for ECDSA. */
final class Signing {

    private static final int LONGEST_MESSAGE = 4_096;
    private static final int LONGEST_SIGNATURE = 6_144;
    private static final int DIGEST_LENGTH = 32;

    private Signing() {
    }

    static byte[] sign(KmsKey key, KmsRequest request) {
        byte[] message = message(key, request);
        try {
            Signature signer = Signature.getInstance(algorithm(key, request));
            signer.initSign(key.pair().getPrivate());
            signer.update(message);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot sign with " + key, e);
        }
    }

    static void verify(KmsKey key, KmsRequest request) {
        byte[] message = message(key, request);
        byte[] signature = request.bytes("Signature", LONGEST_SIGNATURE);
        if (!matches(key, algorithm(key, request), message, signature)) {
            throw ServiceError.client("KMSInvalidSignatureException", "the signature does not match the message under key " + key.id());
        }
    }

    private static boolean matches(KmsKey key, String algorithm, byte[] message, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance(algorithm);
            verifier.initVerify(key.pair().getPublic());
            verifier.update(message);
            return verifier.verify(signature);
        } catch (SignatureException e) {
            // The bytes are no signature of this form at all, which is one more way of not matching.
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot verify with " + key, e);
        }
    }

    private static byte[] message(KmsKey key, KmsRequest request) {
        String wanted = request.text("SigningAlgorithm");
        if (!wanted.equals(key.spec().signingAlgorithm())) {
            throw ServiceError.client("InvalidKeyUsageException", "Algorithm " + wanted + " is incompatible with key spec " + key.spec() + ".");
        }
        byte[] message = request.bytes("Message", LONGEST_MESSAGE);
        if (digest(key, request) && message.length != DIGEST_LENGTH) {
            throw ServiceError.client("ValidationException",
                    "Digest is invalid length for algorithm " + wanted + ": expected " + DIGEST_LENGTH + " bytes, found " + message.length);
        }
        return message;
    }

    private static boolean digest(KmsKey key, KmsRequest request) {
        String type = request.text("MessageType", "RAW");
        if (type.equals("DIGEST") && key.spec() == KeySpec.ECC_NIST_EDWARDS25519) {
            throw ServiceError.client("ValidationException", "MessageType DIGEST is not valid for ED25519_SHA_512; send the message as RAW");
        }
        if (!type.equals("RAW") && !type.equals("DIGEST")) {
            throw ServiceError.client("ValidationException", "MessageType: expected RAW or DIGEST, found '" + type + "'");
        }
        return type.equals("DIGEST");
    }

    private static String algorithm(KmsKey key, KmsRequest request) {
        return switch (key.spec()) {
            case ECC_NIST_P256 -> digest(key, request) ? "NONEwithECDSA" : "SHA256withECDSA";
            case ECC_NIST_EDWARDS25519 -> "Ed25519";
        };
    }
}
