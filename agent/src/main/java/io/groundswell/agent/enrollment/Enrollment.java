package io.groundswell.agent.enrollment;

import io.groundswell.agent.connection.Answer;
import io.groundswell.agent.connection.BoundedHttp;
import io.groundswell.agent.connection.Calls;
import io.groundswell.agent.connection.Unreachable;
import io.groundswell.agent.identity.Certificates;
import io.groundswell.agent.identity.Credential;
import io.groundswell.agent.identity.DeviceKey;
import io.groundswell.agent.identity.Identity;
import io.groundswell.domain.name.Names;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Map;

/** The first call of a device: a token and a certificate request for an identity (R7). */
public final class Enrollment {

    private static final int MAX_INTERVAL_S = 86_400;

    private final Calls calls;

    /** @param server the enrolment API's base URL */
    public Enrollment(HttpClient http, URI server, BoundedHttp bounds) {
        this.calls = new Calls(() -> http, server, bounds);
    }

    /**
     * Makes a key and has it certified.
     *
     * @throws io.groundswell.agent.connection.CallFailed if there is no good answer; a refusal carries its reason
     */
    public Identity enroll(String token, String name) {
        return enroll(token, name, DeviceKey.generate());
    }

    /** Has a key certified; throws as {@link #enroll(String, String)} does. */
    public Identity enroll(String token, String name, DeviceKey key) {
        Names.require("device name", name);
        Answer answer = calls.post("/enroll",
                Map.of("token", token, "name", name, "csr", key.certificateRequest(name)));
        try {
            return identity(name, key, answer);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new Unreachable("POST /enroll: the answer is no usable identity: " + e.getMessage(), e);
        }
    }

    private static Identity identity(String name, DeviceKey key, Answer answer) throws GeneralSecurityException {
        Credential credential = Credential.of(key, Certificates.parse(answer.text("certificate")).getFirst(),
                Certificates.parse(answer.text("ca")).getFirst());
        String certified = Certificates.device(credential.certificate()).name();
        if (!certified.equals(name)) {
            throw new CertificateException("the certificate must be for " + name + ", found " + certified);
        }
        Duration interval = Duration.ofSeconds(answer.integer("heartbeat_interval_s", 1, MAX_INTERVAL_S));
        return new Identity(name, credential.key(), credential.certificate(), credential.ca(), answer.sorted("root"),
                URI.create(answer.text("device_api")), interval);
    }
}
