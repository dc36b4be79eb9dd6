package io.groundswell.agent.identity;

import java.net.URI;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Objects;

/**
 * All that a device keeps from its enrolment.
 *
 * @param ca the CA that signs this stack's device certificates
 * @param root the TUF root that the device pins, as compact JSON with sorted keys
 * @param deviceApi an https URL; the API demands the certificate
 * @param heartbeatInterval until the server says another
 */
public record Identity(String name, PrivateKey key, X509Certificate certificate, X509Certificate ca, byte[] root,
        URI deviceApi, Duration heartbeatInterval) {

    public Identity {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(certificate, "certificate");
        root = root.clone();
        if (!"https".equals(deviceApi.getScheme()) || deviceApi.getHost() == null) {
            throw new IllegalArgumentException("the device API must have an https URL, found " + deviceApi);
        }
        if (!heartbeatInterval.isPositive()) {
            throw new IllegalArgumentException("the heartbeat interval must be positive, found " + heartbeatInterval);
        }
    }

    /** The same device with a renewed key and certificate. */
    public Identity with(Credential renewed) {
        return new Identity(name, renewed.key(), renewed.certificate(), renewed.ca(), root, deviceApi,
                heartbeatInterval);
    }

    @Override
    public byte[] root() {
        return root.clone();
    }

    @Override
    public String toString() {
        return "Identity[" + name + ", certificate " + certificate.getSerialNumber().toString(16) + "]";
    }
}
