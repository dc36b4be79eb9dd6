package io.groundswell.handlers.device;

import io.groundswell.domain.json.Sha256;
import io.groundswell.domain.name.DeviceRef;
import io.groundswell.handlers.table.DeviceRecord.Pin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.function.Supplier;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509ExtensionUtils;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.bc.BcX509ExtensionUtils;

/**
 * Issues device certificates: what they say comes from the server alone, never from a request (R7).
 *
 * <p>A leaf is {@code CA:false}, for client authentication, names the device in a URI, and never outlives the CA.
 */
final class DeviceCa {

    /** Devices' clocks may be slow. */
    private static final Duration BACKDATED = Duration.ofMinutes(5);
    private static final int SERIAL_BITS = 128;

    private final CaKey key;
    private final Supplier<CaCertificate> certificate;
    private final Duration lifetime;
    private final SecureRandom random;

    DeviceCa(CaKey key, Supplier<CaCertificate> certificate, Duration lifetime, SecureRandom random) {
        this.key = key;
        this.certificate = certificate;
        this.lifetime = lifetime;
        this.random = random;
    }

    /** A certificate for a device, as PEM and as its record pins it. */
    record Issued(String pem, Pin pin) {
    }

    Issued issue(CertificateRequest request, DeviceRef device, Instant now) {
        X509CertificateHolder ca = certificate.get().holder();
        Instant wanted = now.plus(lifetime).truncatedTo(ChronoUnit.SECONDS);
        Instant end = ca.getNotAfter().toInstant().isBefore(wanted) ? ca.getNotAfter().toInstant() : wanted;
        try {
            X509v3CertificateBuilder leaf = new X509v3CertificateBuilder(ca.getSubject(),
                    new BigInteger(SERIAL_BITS, random).setBit(0), Date.from(now.minus(BACKDATED)), Date.from(end),
                    new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, device.name()).build(), request.publicKey());
            addExtensions(leaf, request.publicKey(), ca, device);
            byte[] der = leaf.build(new CaSigner(key)).getEncoded();
            return new Issued(Pem.certificate(der), new Pin(Sha256.hex(der), end));
        } catch (IOException e) {
            throw new UncheckedIOException("a certificate must be encodable", e);
        }
    }

    /** The CA's certificate as it is given to devices. */
    String certificatePem() {
        return certificate.get().pem();
    }

    private static void addExtensions(X509v3CertificateBuilder leaf, SubjectPublicKeyInfo publicKey,
            X509CertificateHolder ca, DeviceRef device) throws IOException {
        X509ExtensionUtils keys = new BcX509ExtensionUtils();
        GeneralName identity = new GeneralName(GeneralName.uniformResourceIdentifier,
                "urn:groundswell:" + device.fleet() + ":" + device.name());
        leaf.addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth))
                .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(identity))
                .addExtension(Extension.subjectKeyIdentifier, false, keys.createSubjectKeyIdentifier(publicKey))
                .addExtension(Extension.authorityKeyIdentifier, false, keys.createAuthorityKeyIdentifier(ca));
    }
}
