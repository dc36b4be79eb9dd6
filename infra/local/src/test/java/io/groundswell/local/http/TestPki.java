package io.groundswell.local.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A device CA and clients with certificates of it. */
public final class TestPki {

    private static final Instant FROM = Instant.parse("2026-01-02T03:04:05Z");
    private static final Instant UNTIL = Instant.parse("2046-11-12T13:14:15Z");
    private static final char[] PASSWORD = "test".toCharArray();

    final KeyPair caKeys;
    final X509Certificate ca;

    /** A CA of this name with a new key. */
    public TestPki(String name) throws Exception {
        caKeys = keyPair();
        ca = certificate("CN=" + name, "CN=" + name, caKeys, caKeys, 1, true);
    }

    private TestPki(KeyPair caKeys, X509Certificate ca) {
        this.caKeys = caKeys;
        this.ca = ca;
    }

    /** A CA that {@link #store()} wrote. */
    public static TestPki load(byte[] store) throws Exception {
        KeyStore kept = KeyStore.getInstance("PKCS12");
        kept.load(new ByteArrayInputStream(store), PASSWORD);
        X509Certificate ca = (X509Certificate) kept.getCertificate("ca");
        return new TestPki(new KeyPair(ca.getPublicKey(), (PrivateKey) kept.getKey("ca", PASSWORD)), ca);
    }

    /** The CA with its key. */
    public byte[] store() throws Exception {
        KeyStore kept = empty();
        kept.setKeyEntry("ca", caKeys.getPrivate(), PASSWORD, new Certificate[] {ca});
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        kept.store(out, PASSWORD);
        return out.toByteArray();
    }

    /** The truststore that lets in this CA's clients. */
    public byte[] caPem() {
        return CertificateText.pem(ca).getBytes(StandardCharsets.UTF_8);
    }

    /** TLS with a client certificate of this CA. */
    public SSLContext client(String subject, long serial, Path serverCa) throws Exception {
        KeyPair keys = keyPair();
        X509Certificate leaf = certificate(ca.getSubjectX500Principal().getName(), subject, keys, caKeys, serial, false);
        KeyStore store = empty();
        store.setKeyEntry("client", keys.getPrivate(), PASSWORD, new Certificate[] {leaf});
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, PASSWORD);
        return context(managers, serverCa);
    }

    /** TLS without a client certificate. */
    public static SSLContext anonymous(Path serverCa) throws Exception {
        return context(null, serverCa);
    }

    private static SSLContext context(KeyManagerFactory managers, Path serverCa) throws GeneralSecurityException, IOException {
        KeyStore trusted = empty();
        try (var in = Files.newInputStream(serverCa)) {
            trusted.setCertificateEntry("server-ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers == null ? null : managers.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static KeyPair keyPair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        return generator.generateKeyPair();
    }

    private static X509Certificate certificate(
            String issuer, String subject, KeyPair keys, KeyPair signer, long serial, boolean authority) throws Exception {
        var builder = new JcaX509v3CertificateBuilder(new X500Name(issuer), BigInteger.valueOf(serial), Date.from(FROM), Date.from(UNTIL),
                new X500Name(subject), keys.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
        return new JcaX509CertificateConverter().getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate())));
    }
}
