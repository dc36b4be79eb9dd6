package io.groundswell.handlers.device;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequestBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** A key that a device made, and what it asks to have certified. */
record TestKey(KeyPair pair) {

    static TestKey p256() {
        return generate("EC", new ECGenParameterSpec("secp256r1"));
    }

    static TestKey generate(String algorithm, AlgorithmParameterSpec parameters) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (parameters != null) {
                generator.initialize(parameters);
            }
            return new TestKey(generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    String csr() {
        return csr("SHA256withECDSA", this, new X500Name("CN=whoever"));
    }

    /** A request for this key, signed by a key that may be another. */
    String csr(String algorithm, TestKey signer, X500Name subject) {
        return pem(encode(new JcaPKCS10CertificationRequestBuilder(subject, pair.getPublic()), algorithm, signer));
    }

    static byte[] encode(PKCS10CertificationRequestBuilder request, String algorithm, TestKey signer) {
        try {
            return request.build(new JcaContentSignerBuilder(algorithm).build(signer.pair().getPrivate())).getEncoded();
        } catch (OperatorCreationException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String pem(byte[] der) {
        return "-----BEGIN CERTIFICATE REQUEST-----\n" + Base64.getMimeEncoder().encodeToString(der)
                + "\n-----END CERTIFICATE REQUEST-----\n";
    }
}
