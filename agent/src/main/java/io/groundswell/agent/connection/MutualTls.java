package io.groundswell.agent.connection;

import io.groundswell.agent.identity.Identity;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** The TLS side of an identity: shows the device's certificate, accepts only trusted servers. */
final class MutualTls {

    /** Guards a key store that never leaves memory. */
    private static final char[] NO_PASSWORD = new char[0];

    private MutualTls() {
    }

    static SSLContext context(Identity identity, ServerTrust trust) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(identity), trust.managers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the identity of " + identity.name() + " must be usable for TLS", e);
        }
    }

    private static KeyManager[] keys(Identity identity) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("device", identity.key(), NO_PASSWORD, new Certificate[] {identity.certificate()});
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }
}
