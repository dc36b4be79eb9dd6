package io.groundswell.handlers.device;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.bc.BcX509ExtensionUtils;

/** The certificate of the device CA; it is made once and outlives every stack update. */
record CaCertificate(String pem, X509CertificateHolder holder) {

    private static final Duration LIFETIME = Duration.ofDays(20 * 365);
    private static final Duration BACKDATED = Duration.ofMinutes(5);
    private static final int SERIAL_BITS = 128;

    static CaCertificate parse(String pem) {
        try {
            return new CaCertificate(pem, new X509CertificateHolder(Pem.firstCertificate(pem)));
        } catch (IOException e) {
            throw new UncheckedIOException("the CA certificate must be X.509", e);
        }
    }

    /** A new self-signed certificate for this key; it can sign leaves, but no further CA. */
    static CaCertificate selfSigned(String commonName, CaKey key, Instant now, SecureRandom random) {
        try {
            SubjectPublicKeyInfo publicKey = key.publicKey();
            X500Name name = new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, commonName).build();
            X509CertificateHolder holder = new X509v3CertificateBuilder(name,
                    new BigInteger(SERIAL_BITS, random).setBit(0), Date.from(now.minus(BACKDATED)),
                    Date.from(now.plus(LIFETIME)), name, publicKey)
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
                    .addExtension(Extension.subjectKeyIdentifier, false,
                            new BcX509ExtensionUtils().createSubjectKeyIdentifier(publicKey))
                    .build(new CaSigner(key));
            return new CaCertificate(Pem.certificate(holder.getEncoded()), holder);
        } catch (IOException e) {
            throw new UncheckedIOException("a certificate must be encodable", e);
        }
    }

    boolean certifies(CaKey key) {
        return holder.getSubjectPublicKeyInfo().equals(key.publicKey());
    }
}
