package io.groundswell.cli.intruders;

import io.groundswell.agent.identity.DeviceKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Random;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;

/** A certificate that the device CA did not issue this way; immutable, what is not said is as in a real one. */
record Forgery(X500Name issuer, String subject, List<String> names, Duration age, Duration lifetime, boolean authority,
        KeyPurposeId purpose, KeyPair keys) {

    static Forgery of(X509Certificate issuer, String name) {
        return new Forgery(X500Name.getInstance(issuer.getSubjectX500Principal().getEncoded()), "CN=forged", List.of(name),
                Duration.ofMinutes(5), Duration.ofDays(30), false, KeyPurposeId.id_kp_clientAuth,
                DeviceKey.generate().pair());
    }

    /** Whoever signs: a digest in, a DER signature out. */
    @FunctionalInterface
    interface Authority {
        byte[] sign(byte[] content);
    }

    static Authority with(PrivateKey key) {
        return content -> {
            try {
                Signature signature = Signature.getInstance("SHA256withECDSA");
                signature.initSign(key);
                signature.update(content);
                return signature.sign();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        };
    }

    Forgery names(String... others) {
        return new Forgery(issuer, subject, List.of(others), age, lifetime, authority, purpose, keys);
    }

    Forgery unnamed() {
        return names(new String[0]);
    }

    /** Valid from so long ago, for so long. */
    Forgery valid(Duration since, Duration during) {
        return new Forgery(issuer, subject, names, since, during, authority, purpose, keys);
    }

    Forgery asAuthority() {
        return new Forgery(issuer, subject, names, age, lifetime, true, purpose, keys);
    }

    Forgery purpose(KeyPurposeId other) {
        return new Forgery(issuer, subject, names, age, lifetime, authority, other, keys);
    }

    Forgery of(KeyPair others) {
        return new Forgery(issuer, subject, names, age, lifetime, authority, purpose, others);
    }

    Certified selfSigned() {
        return new Certified(keys.getPrivate(), List.of(certificate(with(keys.getPrivate()))));
    }

    Certified signedBy(Authority signer, X509Certificate... above) {
        List<X509Certificate> chain = new ArrayList<>(List.of(certificate(signer)));
        chain.addAll(List.of(above));
        return new Certified(keys.getPrivate(), chain);
    }

    X509Certificate certificate(Authority signer) {
        try {
            PublicKey holder = keys.getPublic();
            Instant from = Instant.now().minus(age);
            var builder = new JcaX509v3CertificateBuilder(issuer, new BigInteger(64, new Random()),
                    Date.from(from), Date.from(from.plus(lifetime)), new X500Name(subject), holder);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
            if (!names.isEmpty()) {
                builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names.stream().map(name ->
                        new GeneralName(GeneralName.uniformResourceIdentifier, name)).toArray(GeneralName[]::new)));
            }
            return new JcaX509CertificateConverter().getCertificate(builder.build(new Signer(signer)));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] sha256(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private record Signer(Authority authority, ByteArrayOutputStream content) implements ContentSigner {

        Signer(Authority authority) {
            this(authority, new ByteArrayOutputStream());
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
            return authority.sign(content.toByteArray());
        }
    }
}
