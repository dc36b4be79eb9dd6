package io.groundswell.agent.connection;

import io.groundswell.agent.identity.Identity;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * Shows a device's one certificate to whoever asks for one.
 *
 * <p>A key store would encrypt the key under a password and decrypt it again, thousands of hashes for a key that never leaves memory.
 */
final class OneKey extends X509ExtendedKeyManager {

    private static final String ALIAS = "device";

    private final PrivateKey key;
    private final X509Certificate[] chain;

    OneKey(Identity identity) {
        this.key = identity.key();
        this.chain = new X509Certificate[] {identity.certificate()};
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        return isOf(keyType) ? new String[] {ALIAS} : new String[0];
    }

    @Override
    public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
        return chosen(keyTypes);
    }

    @Override
    public String chooseEngineClientAlias(String[] keyTypes, Principal[] issuers, SSLEngine engine) {
        return chosen(keyTypes);
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        return new String[0];
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return chain.clone();
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return key;
    }

    private String chosen(String[] keyTypes) {
        return Arrays.stream(keyTypes).anyMatch(this::isOf) ? ALIAS : null;
    }

    private boolean isOf(String keyType) {
        return key.getAlgorithm().equals(keyType);
    }
}
