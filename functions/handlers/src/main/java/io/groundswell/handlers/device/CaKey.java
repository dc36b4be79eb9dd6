package io.groundswell.handlers.device;

import io.groundswell.handlers.aws.KmsKeys;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.MessageType;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;

/** The device CA's P-256 key, which never leaves the key service. */
record CaKey(KmsClient kms, String id) {

    /** Signs a SHA-256 digest with ECDSA; the signature is DER. */
    byte[] sign(byte[] digest) {
        return kms.sign(sign -> sign.keyId(id).message(SdkBytes.fromByteArray(digest))
                .messageType(MessageType.DIGEST).signingAlgorithm(SigningAlgorithmSpec.ECDSA_SHA_256))
                .signature().asByteArray();
    }

    SubjectPublicKeyInfo publicKey() {
        return SubjectPublicKeyInfo.getInstance(KmsKeys.publicKey(kms, id).getEncoded());
    }
}
