package io.groundswell.local.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** TLS that demands a client certificate which chains to the truststore; without one the handshake fails. */
public record MutualTls(ServerTls server, byte[] truststorePem) {

    void configure(SslContextFactory.Server factory) throws GeneralSecurityException, IOException {
        factory.setKeyStore(server.keys());
        factory.setKeyStorePassword(new String(server.password()));
        factory.setTrustStore(truststore());
        factory.setNeedClientAuth(true);
        factory.setSniRequired(false);
        factory.setIncludeProtocols("TLSv1.2", "TLSv1.3");
    }

    private KeyStore truststore() throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        int count = 0;
        for (Certificate ca : CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(truststorePem))) {
            trusted.setCertificateEntry("ca-" + count++, ca);
        }
        if (count == 0) {
            throw new GeneralSecurityException("the truststore of the device API holds no certificate");
        }
        return trusted;
    }
}
