package io.groundswell.agent.connection;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * Which servers a device talks to.
 *
 * @param authorities CAs that may certify the server; empty for those that the platform trusts
 */
public record ServerTrust(List<X509Certificate> authorities) {

    /** The platform's own CAs. */
    public static final ServerTrust PLATFORM = new ServerTrust(List.of());

    public ServerTrust {
        authorities = List.copyOf(authorities);
    }

    /** TLS that shows no certificate. */
    public SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("trusted CAs must be usable for TLS", e);
        }
    }

    TrustManager[] managers() throws GeneralSecurityException, IOException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(authorities.isEmpty() ? null : store());
        return factory.getTrustManagers();
    }

    private KeyStore store() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (int i = 0; i < authorities.size(); i++) {
            store.setCertificateEntry("ca-" + i, authorities.get(i));
        }
        return store;
    }
}
