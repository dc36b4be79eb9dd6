package io.groundswell.agent.connection;

import io.groundswell.agent.identity.Identity;
import java.io.IOException;
import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;

/** The TLS side of an identity: shows the device's certificate, accepts only trusted servers. */
final class MutualTls {

    private MutualTls() {
    }

    static SSLContext context(Identity identity, ServerTrust trust) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {new OneKey(identity)}, trust.managers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the identity of " + identity.name() + " must be usable for TLS", e);
        }
    }
}
