package io.groundswell.handlers.device;

import io.groundswell.domain.json.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.operator.ContentSigner;

/** Signs certificates with the CA's key: the digest is made here, the signature where the key is. */
final class CaSigner implements ContentSigner {

    private final CaKey key;
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();

    CaSigner(CaKey key) {
        this.key = key;
    }

    @Override
    public AlgorithmIdentifier getAlgorithmIdentifier() {
        return new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
    }

    @Override
    public OutputStream getOutputStream() {
        return content;
    }

    @Override
    public byte[] getSignature() {
        return key.sign(Sha256.of(content.toByteArray()));
    }
}
