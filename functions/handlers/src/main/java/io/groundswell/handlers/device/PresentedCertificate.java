package io.groundswell.handlers.device;

import io.groundswell.domain.error.InvalidRequest;
import io.groundswell.domain.error.Unauthenticated;
import io.groundswell.domain.json.Sha256;
import io.groundswell.domain.name.DeviceRef;
import io.groundswell.handlers.http.ApiRequest;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The client certificate of a request: who it names and which one it is (R6).
 *
 * <p>That it was issued by the device CA is proved by mutual TLS before a function runs, and again by the
 * fingerprint, which the record of the device must pin.
 *
 * @param fingerprint SHA-256 of the DER encoding, 64 hexadecimal digits
 */
record PresentedCertificate(DeviceRef device, String fingerprint) {

    private static final Pattern IDENTITY = Pattern.compile("urn:groundswell:([^:]{1,64}):([^:]{1,64})");
    private static final int URI_NAME = 6;

    /** @throws Unauthenticated when there is no certificate, it names no device, or it is not valid at this time */
    static PresentedCertificate of(ApiRequest request, Instant now) {
        String pem = request.clientCertificate().orElseThrow(() -> refused("a client certificate, found none"));
        try {
            X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
            if (now.isBefore(certificate.getNotBefore().toInstant()) || now.isAfter(certificate.getNotAfter().toInstant())) {
                throw refused("a client certificate that is valid now, found one valid from "
                        + certificate.getNotBefore().toInstant() + " to " + certificate.getNotAfter().toInstant());
            }
            return new PresentedCertificate(identity(certificate), Sha256.hex(certificate.getEncoded()));
        } catch (CertificateException e) {
            throw refused("a readable X.509 client certificate");
        }
    }

    private static DeviceRef identity(X509Certificate certificate) throws CertificateException {
        List<String> names = Optional.ofNullable(certificate.getSubjectAlternativeNames()).stream()
                .flatMap(Collection::stream).map(name -> name.get(0).equals(URI_NAME) ? (String) name.get(1) : "").toList();
        Matcher identity = IDENTITY.matcher(names.size() == 1 ? names.getFirst() : "");
        if (identity.matches()) {
            try {
                return new DeviceRef(identity.group(1), identity.group(2));
            } catch (InvalidRequest notNames) {
                throw refused("names in the client certificate's identity");
            }
        }
        throw refused("a client certificate with one subject alternative name urn:groundswell:<fleet>:<device>");
    }

    private static Unauthenticated refused(String expected) {
        return new Unauthenticated(Unauthenticated.CERTIFICATE_NOT_IN_FORCE, "the device API expects " + expected);
    }
}
