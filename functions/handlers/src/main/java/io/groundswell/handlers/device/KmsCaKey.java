package io.groundswell.handlers.device;

import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.MessageType;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;

/** The device CA's key in KMS. */
record KmsCaKey(KmsClient kms, String keyId) implements CaKey {

    @Override
    public byte[] sign(byte[] digest) {
        return kms.sign(sign -> sign.keyId(keyId).message(SdkBytes.fromByteArray(digest))
                .messageType(MessageType.DIGEST).signingAlgorithm(SigningAlgorithmSpec.ECDSA_SHA_256))
                .signature().asByteArray();
    }

    @Override
    public SubjectPublicKeyInfo publicKey() {
        return SubjectPublicKeyInfo.getInstance(
                kms.getPublicKey(get -> get.keyId(keyId)).publicKey().asByteArray());
    }
}
