package io.groundswell.cli.intruders;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;

/** A private key with the certificates that are shown for it, whatever the server asked for. */
record Certified(PrivateKey key, List<X509Certificate> chain) {

    private static final String ALIAS = "shown";

    Certified {
        chain = List.copyOf(chain);
    }

    SSLContext tls(List<X509Certificate> serverCas) {
        return tls(serverCas, new KeyManager[] {new Insistent(this)});
    }

    static SSLContext anonymous(List<X509Certificate> serverCas) {
        return tls(serverCas, new KeyManager[0]);
    }

    private static SSLContext tls(List<X509Certificate> serverCas, KeyManager[] keys) {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            for (X509Certificate ca : serverCas) {
                trusted.setCertificateEntry("server-" + ca.getSerialNumber(), ca);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A client that keeps to the CAs a server names would not even show a foreign certificate. */
    private static final class Insistent extends X509ExtendedKeyManager {

        private final Certified shown;

        Insistent(Certified shown) {
            this.shown = shown;
        }

        @Override
        public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
            return ALIAS;
        }

        @Override
        public String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine engine) {
            return ALIAS;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return shown.chain().toArray(X509Certificate[]::new);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return shown.key();
        }

        @Override
        public String[] getClientAliases(String type, Principal[] issuers) {
            return new String[] {ALIAS};
        }

        @Override
        public String[] getServerAliases(String type, Principal[] issuers) {
            return new String[0];
        }

        @Override
        public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
            return null;
        }
    }
}
