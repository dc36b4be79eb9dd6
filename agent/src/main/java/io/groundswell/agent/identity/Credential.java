package io.groundswell.agent.identity;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A key with the certificate over it and the CA that signed it: what one PEM file holds, so that they change together.
 */
public record Credential(PrivateKey key, X509Certificate certificate, X509Certificate ca) {

    private static final int LINE = 64;
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    /**
     * Accepts a certificate only if it is over this key and under this CA.
     *
     * @throws GeneralSecurityException telling what does not fit
     */
    public static Credential of(DeviceKey key, X509Certificate certificate, X509Certificate ca)
            throws GeneralSecurityException {
        Certificates.requireSignedBy(certificate, ca);
        if (!certificate.getPublicKey().equals(key.pair().getPublic())) {
            throw new CertificateException("the certificate must be over this device's key, found another key");
        }
        return new Credential(key.pair().getPrivate(), certificate, ca);
    }

    static Credential parse(byte[] pem) throws GeneralSecurityException {
        String text = new String(pem, StandardCharsets.US_ASCII);
        Matcher block = KEY.matcher(text);
        if (!block.find()) {
            throw new GeneralSecurityException("expected a PEM block PRIVATE KEY, found none");
        }
        PrivateKey key = KeyFactory.getInstance("EC").generatePrivate(
                new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(block.group(1))));
        List<X509Certificate> chain = Certificates.parse(text.substring(block.end()));
        if (chain.size() != 2) {
            throw new CertificateException("expected the device's certificate and its CA, found " + chain.size());
        }
        Certificates.requireSignedBy(chain.get(0), chain.get(1));
        return new Credential(key, chain.get(0), chain.get(1));
    }

    byte[] pem() throws GeneralSecurityException {
        String text = block("PRIVATE KEY", key.getEncoded()) + block("CERTIFICATE", certificate.getEncoded())
                + block("CERTIFICATE", ca.getEncoded());
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String block(String type, byte[] der) {
        return "-----BEGIN " + type + "-----\n" + Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END " + type + "-----\n";
    }

    @Override
    public String toString() {
        return "Credential[" + certificate.getSerialNumber().toString(16) + "]";
    }
}
