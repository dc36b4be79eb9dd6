package io.groundswell.local.kms;

import io.groundswell.local.aws.ServiceError;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;

/** The kinds of signing key there are, each with its one signing algorithm. */
enum KeySpec {
    ECC_NIST_P256("EC", new ECGenParameterSpec("secp256r1"), "ECDSA_SHA_256"),
    ECC_NIST_EDWARDS25519("Ed25519", NamedParameterSpec.ED25519, "ED25519_SHA_512");

    private final String algorithm;
    private final AlgorithmParameterSpec parameters;
    private final String signingAlgorithm;

    KeySpec(String algorithm, AlgorithmParameterSpec parameters, String signingAlgorithm) {
        this.algorithm = algorithm;
        this.parameters = parameters;
        this.signingAlgorithm = signingAlgorithm;
    }

    static KeySpec named(String name) {
        return Arrays.stream(values()).filter(spec -> spec.name().equals(name)).findFirst()
                .orElseThrow(() -> ServiceError.client("UnsupportedOperationException",
                        "KeySpec " + name + " is not available locally; known are " + Arrays.toString(values())));
    }

    String signingAlgorithm() {
        return signingAlgorithm;
    }

    KeyPair generate() {
        try {
            var generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(parameters);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot make " + this + " keys", e);
        }
    }

    KeyPair decode(byte[] pkcs8, byte[] spki) throws GeneralSecurityException {
        var factory = KeyFactory.getInstance(algorithm);
        return new KeyPair(factory.generatePublic(new X509EncodedKeySpec(spki)), factory.generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
    }
}
