package io.groundswell.simulation.world;

import io.groundswell.domain.json.Sha256;
import io.groundswell.handlers.table.DeviceRecord;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Client certificates as devices present them; the same name always has the same one. */
final class Certificates {

    static final Instant EXPIRES = Instant.parse("2027-01-01T00:00:00Z");

    private static final Instant ISSUED = Instant.parse("2026-01-01T00:00:00Z");
    private static final X500Name ISSUER = new X500Name("CN=simulated device CA");
    private static final Map<String, Certificate> MADE = new ConcurrentHashMap<>();
    /** Nobody checks the signature here: a mutual TLS that lets nobody else in is the platform's. */
    private static final Ed25519PrivateKeyParameters KEY = new Ed25519PrivateKeyParameters(new byte[32], 0);

    private Certificates() {
    }

    /** A certificate and how the device's record pins it. */
    record Certificate(String pem, DeviceRecord.Pin pin) {
    }

    static Certificate of(String fleet, String device) {
        return MADE.computeIfAbsent(fleet + ":" + device, Certificates::make);
    }

    private static Certificate make(String identity) {
        try {
            SubjectPublicKeyInfo publicKey = SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(KEY.generatePublicKey());
            BouncyCastleProvider provider = new BouncyCastleProvider();
            PrivateKey key = KeyFactory.getInstance("Ed25519", provider).generatePrivate(
                    new PKCS8EncodedKeySpec(PrivateKeyInfoFactory.createPrivateKeyInfo(KEY).getEncoded()));
            byte[] der = new X509v3CertificateBuilder(ISSUER, BigInteger.ONE, Date.from(ISSUED), Date.from(EXPIRES),
                    new X500Name("CN=" + identity), publicKey)
                    .addExtension(Extension.subjectAlternativeName, true, new GeneralNames(new GeneralName(
                            GeneralName.uniformResourceIdentifier, "urn:groundswell:" + identity)))
                    .build(new JcaContentSignerBuilder("Ed25519").setProvider(provider).build(key)).getEncoded();
            String pem = "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                    + "\n-----END CERTIFICATE-----\n";
            return new Certificate(pem, new DeviceRecord.Pin(Sha256.hex(der), EXPIRES));
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("a certificate of fixed content can always be made", e);
        }
    }
}
