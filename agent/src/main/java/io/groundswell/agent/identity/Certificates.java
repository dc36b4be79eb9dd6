package io.groundswell.agent.identity;

import io.groundswell.domain.name.DeviceRef;
import io.groundswell.domain.name.Names;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** X.509 certificates as PEM text. */
public final class Certificates {

    private static final Pattern IDENTITY = Pattern.compile("urn:groundswell:([^:]+):([^:]+)");
    private static final Integer URI_NAME = 6;

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

    /**
     * The fleet and the name that a device certificate was issued for; neither comes from anywhere else (R6).
     *
     * @throws CertificateException if it is no device certificate
     */
    public static DeviceRef device(X509Certificate certificate) throws CertificateException {
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        for (List<?> name : names == null ? List.<List<?>>of() : names) {
            Matcher identity = IDENTITY.matcher(String.valueOf(name.get(1)));
            if (name.get(0).equals(URI_NAME) && identity.matches()
                    && Names.isValid(identity.group(1)) && Names.isValid(identity.group(2))) {
                return new DeviceRef(identity.group(1), identity.group(2));
            }
        }
        throw new CertificateException("a device certificate must name urn:groundswell:<fleet>:<device>, found " + names);
    }

    /** @throws GeneralSecurityException if the certificate was not signed by the CA */
    public static void requireSignedBy(X509Certificate certificate, X509Certificate ca) throws GeneralSecurityException {
        certificate.verify(ca.getPublicKey());
    }
}
