package io.groundswell.cli.device;

import io.groundswell.agent.connection.ServerTrust;
import io.groundswell.agent.identity.Certificates;
import io.groundswell.cli.CommandFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;

/** What devices of a local stack trust: the CA that it wrote to a file. */
public final class LocalTrust {

    private LocalTrust() {
    }

    /** @throws CommandFailed naming the file when it holds no certificate */
    public static ServerTrust read(Path caPem) {
        try {
            return new ServerTrust(Certificates.parse(Files.readString(caPem)));
        } catch (IOException | CertificateException e) {
            throw new CommandFailed("the CA of the local device API at " + caPem + " cannot be read: " + e.getMessage(), e);
        }
    }
}
