package io.groundswell.handlers.aws;

import io.groundswell.tuf.Key;
import io.groundswell.tuf.Signer;
import software.amazon.awssdk.services.kms.KmsClient;

/** The stack's key that signs exports; its public half is asked for once, at first use. */
public final class EvidenceKey implements Signer {

    private final KmsClient kms;
    private final String id;
    private volatile Key key;

    public EvidenceKey(KmsClient kms, String id) {
        this.kms = kms;
        this.id = id;
    }

    @Override
    public Key key() {
        Key known = key;
        if (known == null) {
            known = Key.fromEcdsaP256(KmsKeys.publicKey(kms, id));
            key = known;
        }
        return known;
    }

    @Override
    public byte[] sign(byte[] message) {
        return new KmsSigner(kms, id, key()).sign(message);
    }
}
