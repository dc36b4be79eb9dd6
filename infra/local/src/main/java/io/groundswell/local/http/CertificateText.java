package io.groundswell.local.http;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/** A certificate in API Gateway's words; names run in the certificate's own order. */
final class CertificateText {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss yyyy 'GMT'", Locale.ENGLISH).withZone(ZoneOffset.UTC);
    private static final Base64.Encoder PEM = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private CertificateText() {
    }

    static String pem(X509Certificate certificate) {
        try {
            return "-----BEGIN CERTIFICATE-----\n" + PEM.encodeToString(certificate.getEncoded()) + "\n-----END CERTIFICATE-----\n";
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was parsed can be encoded", e);
        }
    }

    static String name(X500Principal principal) {
        try {
            List<String> parts = new ArrayList<>();
            for (Rdn part : new LdapName(principal.getName(X500Principal.RFC2253)).getRdns()) {
                parts.add(part.toString());
            }
            return String.join(",", parts);
        } catch (InvalidNameException e) {
            throw new IllegalStateException("Java's own RFC 2253 form can be parsed", e);
        }
    }

    static String time(Instant instant) {
        return TIME.format(instant);
    }
}
