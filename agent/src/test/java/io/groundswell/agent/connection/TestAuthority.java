package io.groundswell.agent.connection;

import io.groundswell.agent.identity.DeviceKey;
import java.math.BigInteger;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/** A CA of one test: certifies servers on loopback and devices. */
public final class TestAuthority {

    private static final char[] NO_PASSWORD = new char[0];

    private final DeviceKey key = DeviceKey.generate();
    private final X509Certificate certificate;
    private long serial = 1;
    private Duration life = Duration.ofHours(1);

    public TestAuthority(String name) throws Exception {
        this.certificate = issue(name, name, key.pair().getPublic(), key.pair().getPrivate(), true);
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /** A certificate over the key of a request. */
    public X509Certificate certify(String request, String name) throws Exception {
        byte[] der = Base64.getMimeDecoder().decode(request.replaceAll("-----[A-Z ]+-----", ""));
        return certify(new JcaPKCS10CertificationRequest(der).getPublicKey(), name);
    }

    public X509Certificate certify(PublicKey holder, String name) throws Exception {
        return issue(certificate.getSubjectX500Principal().getName().substring(3), name, holder,
                key.pair().getPrivate(), false);
    }

    public static String pem(X509Certificate certificate) throws Exception {
        return "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(certificate.getEncoded()) + "\n-----END CERTIFICATE-----\n";
    }

    /** TLS of a server on loopback that trusts this CA's clients. */
    public SSLContext server() throws Exception {
        DeviceKey server = DeviceKey.generate();
        KeyStore keys = empty();
        keys.setKeyEntry("server", server.pair().getPrivate(), NO_PASSWORD,
                new Certificate[] {certify(server.pair().getPublic(), "localhost")});
        KeyManagerFactory keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keyManagers.init(keys, NO_PASSWORD);
        KeyStore trusted = empty();
        trusted.setCertificateEntry("ca", certificate);
        TrustManagerFactory trustManagers =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trustManagers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
        return context;
    }

    private static KeyStore empty() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    /** How long certificates are valid from now on; they began an hour ago. */
    public TestAuthority validFor(Duration life) {
        this.life = life;
        return this;
    }

    private X509Certificate issue(String issuer, String name, PublicKey holder, PrivateKey signer, boolean isCa)
            throws Exception {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(new X500Principal("CN=" + issuer),
                BigInteger.valueOf(serial++), Date.from(now.minus(1, ChronoUnit.HOURS)),
                Date.from(now.plus(life)), new X500Principal("CN=" + name), holder);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(isCa));
        builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName[] {
                new GeneralName(GeneralName.uniformResourceIdentifier, "urn:groundswell:plant:" + name.replace(' ', '-')),
                new GeneralName(GeneralName.dNSName, "localhost"), new GeneralName(GeneralName.iPAddress, "127.0.0.1")}));
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer)));
    }
}
