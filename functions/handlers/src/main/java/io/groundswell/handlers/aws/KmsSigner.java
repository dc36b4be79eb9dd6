package io.groundswell.handlers.aws;

import io.groundswell.domain.json.Sha256;
import io.groundswell.tuf.Key;
import io.groundswell.tuf.Signer;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.MessageType;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;

/** A P-256 key of the key service; the message's digest is sent, so its length does not matter. */
public record KmsSigner(KmsClient kms, String id, Key key) implements Signer {

    @Override
    public byte[] sign(byte[] message) {
        SdkBytes digest = SdkBytes.fromByteArray(Sha256.of(message));
        return kms.sign(request -> request.keyId(id).messageType(MessageType.DIGEST).message(digest)
                .signingAlgorithm(SigningAlgorithmSpec.ECDSA_SHA_256)).signature().asByteArray();
    }
}
