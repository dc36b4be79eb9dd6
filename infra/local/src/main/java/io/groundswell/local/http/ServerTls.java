package io.groundswell.local.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The device API's server certificate for this machine's loopback names, and the CA file that verifies it.
 *
 * <p>Both are kept in a folder and made anew when they near expiry. The CA's private key signs that one certificate and is
 * then forgotten, so that trusting the CA file lets nobody else pose as a server.
 */
public final class ServerTls {

    private static final String KEY_FILE = "server.p12";
    private static final String CA_FILE = "ca.pem";
    private static final String ALIAS = "server";
    private static final Duration LIFETIME = Duration.ofDays(397);
    private static final Duration RENEW_BEFORE = Duration.ofDays(30);
    /** PKCS #12 demands a password; the file's permissions are what protects the key. */
    private static final char[] PASSWORD = "groundswell".toCharArray();

    private final KeyStore keys;
    private final Path caFile;

    private ServerTls(KeyStore keys, Path caFile) {
        this.keys = keys;
        this.caFile = caFile;
    }

    /** The certificate kept in a folder, or a new one. */
    public static ServerTls in(Path folder, Instant now) throws IOException, GeneralSecurityException {
        Path caFile = folder.resolve(CA_FILE);
        Path keyFile = folder.resolve(KEY_FILE);
        KeyStore keys = KeyStore.getInstance("PKCS12");
        if (Files.exists(keyFile) && Files.exists(caFile)) {
            try (InputStream in = Files.newInputStream(keyFile)) {
                keys.load(in, PASSWORD);
            }
            X509Certificate kept = (X509Certificate) keys.getCertificate(ALIAS);
            if (now.plus(RENEW_BEFORE).isBefore(kept.getNotAfter().toInstant())) {
                return new ServerTls(keys, caFile);
            }
        }
        Files.createDirectories(folder);
        keys.load(null, PASSWORD);
        X509Certificate ca = issue(keys, now);
        Files.deleteIfExists(keyFile);
        Files.createFile(keyFile, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (OutputStream out = Files.newOutputStream(keyFile)) {
            keys.store(out, PASSWORD);
        }
        Files.writeString(caFile, CertificateText.pem(ca));
        return new ServerTls(keys, caFile);
    }

    /** The file that clients verify the server with. */
    public Path caFile() {
        return caFile;
    }

    KeyStore keys() {
        return keys;
    }

    char[] password() {
        return PASSWORD.clone();
    }

    private static X509Certificate issue(KeyStore keys, Instant now) throws GeneralSecurityException, IOException {
        KeyPair caKeys = keyPair();
        KeyPair serverKeys = keyPair();
        X500Name caName = new X500Name("CN=Groundswell LocalCloud CA");
        X509v3CertificateBuilder ca = builder(caName, caName, caKeys, now);
        ca.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        ca.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
        X509v3CertificateBuilder server = builder(caName, new X500Name("CN=localhost"), serverKeys, now);
        server.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        server.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        server.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
        server.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName[] {
            new GeneralName(GeneralName.dNSName, "localhost"),
            new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
            new GeneralName(GeneralName.iPAddress, "::1"),
        }));
        X509Certificate caCertificate = sign(ca, caKeys.getPrivate());
        Certificate[] chain = {sign(server, caKeys.getPrivate()), caCertificate};
        keys.setKeyEntry(ALIAS, serverKeys.getPrivate(), PASSWORD, chain);
        return caCertificate;
    }

    private static KeyPair keyPair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static X509v3CertificateBuilder builder(X500Name issuer, X500Name subject, KeyPair keys, Instant now) {
        BigInteger serial = new BigInteger(127, new SecureRandom()).add(BigInteger.ONE);
        return new JcaX509v3CertificateBuilder(issuer, serial,
                Date.from(now.minus(Duration.ofHours(1))), Date.from(now.plus(LIFETIME)), subject, keys.getPublic());
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key) throws GeneralSecurityException {
        try {
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(key);
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException("every JDK signs with ECDSA", e);
        }
    }
}
