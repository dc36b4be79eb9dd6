package io.groundswell.agent.identity;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;

/** X.509 certificates as PEM text. */
public final class Certificates {

    private Certificates() {
    }

    /** The certificates of a PEM text, one or more. */
    public static List<X509Certificate> parse(String pem) throws CertificateException {
        List<X509Certificate> certificates = CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII))).stream()
                .map(X509Certificate.class::cast).toList();
        if (certificates.isEmpty()) {
            throw new CertificateException("expected a PEM certificate, found none");
        }
        return certificates;
    }

    /** @throws GeneralSecurityException if the certificate was not signed by the CA */
    public static void requireSignedBy(X509Certificate certificate, X509Certificate ca) throws GeneralSecurityException {
        certificate.verify(ca.getPublicKey());
    }
}
