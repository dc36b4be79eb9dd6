package io.groundswell.agent.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.groundswell.agent.connection.TestAuthority;
import io.groundswell.agent.connection.TestServer;
import io.groundswell.agent.connection.TestServer.Reply;
import io.groundswell.agent.connection.TestServer.Request;
import io.groundswell.domain.json.Sha256;
import io.groundswell.tuf.Ed25519Signer;
import io.groundswell.tuf.repository.Ceremony;
import io.groundswell.tuf.repository.OfflineRoles;
import io.groundswell.tuf.repository.OnlineSigners;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * A server's two hosts as far as identities go: it enrols, pins one certificate, and puts a renewed one in force at
 * its first use, as the real one does (R7).
 */
final class FakeCloud implements AutoCloseable {

    static final String TOKEN = "good-token";

    private static final ObjectMapper JSON = new ObjectMapper();

    final TestAuthority authority = new TestAuthority("device CA");
    final TestServer enrollment = TestServer.plain();
    final TestServer devices = TestServer.mutualTls(authority.server());
    byte[] root = root();
    volatile boolean isDecommissioned;
    volatile boolean isDown;
    private volatile BigInteger pinned = BigInteger.ZERO;
    private volatile Optional<BigInteger> next = Optional.empty();

    FakeCloud() throws Exception {
        enrollment.on("/enroll", request -> answered(() -> enroll(request)));
        devices.on("/device/register", request -> admitted(request, () -> Reply.json(200, "{}")));
        devices.on("/device/heartbeat", request -> admitted(request, () -> Reply.json(200,
                "{\"interval_s\":1,\"assignments\":[]}")));
        devices.on("/device/reports", request -> admitted(request, () -> Reply.json(200, "{}")));
        devices.on("/device/certificate", request -> admitted(request, () -> renew(request)));
    }

    /** A fleet founded anew. */
    static byte[] root() {
        SecureRandom random = new SecureRandom();
        Ed25519Signer root = Ed25519Signer.generate(random);
        Ed25519Signer targets = Ed25519Signer.generate(random);
        OnlineSigners online = new OnlineSigners(Ed25519Signer.generate(random), Ed25519Signer.generate(random),
                Ed25519Signer.generate(random));
        return Ceremony.YEARLY.found(new OfflineRoles(List.of(root.key()), 1, List.of(targets.key()), 1),
                online.keys(), List.of(root, targets), Instant.now()).root();
    }

    String rootSha256() {
        return Sha256.hex(root);
    }

    /** The file that {@code --server-ca} names. */
    Path serverCa(Path folder) throws Exception {
        return Files.writeString(folder.resolve("server-ca.pem"), TestAuthority.pem(authority.certificate()));
    }

    private Reply enroll(Request request) throws Exception {
        JsonNode asked = JSON.readTree(request.body());
        if (!asked.path("token").asText().equals(TOKEN)) {
            return Reply.json(401, "{\"error\":\"the enrolment token is not valid\",\"code\":\"token_refused\"}");
        }
        X509Certificate certificate = authority.certify(asked.path("csr").asText(), asked.path("name").asText());
        pinned = certificate.getSerialNumber();
        return Reply.json(201, JSON.writeValueAsString(Map.of("certificate", TestAuthority.pem(certificate),
                "ca", TestAuthority.pem(authority.certificate()), "root", JSON.readTree(root),
                "device_api", devices.uri().toString(), "heartbeat_interval_s", 1)));
    }

    private Reply renew(Request request) throws Exception {
        X509Certificate certificate = authority.certify(JSON.readTree(request.body()).path("csr").asText(),
                request.client().substring("CN=".length()));
        next = Optional.of(certificate.getSerialNumber());
        return Reply.json(201, JSON.writeValueAsString(Map.of("certificate", TestAuthority.pem(certificate),
                "ca", TestAuthority.pem(authority.certificate()))));
    }

    private Reply admitted(Request request, Callable<Reply> route) {
        BigInteger shown = request.certificate().orElseThrow().getSerialNumber();
        if (isDown) {
            return Reply.json(503, "{}");
        }
        if (isDecommissioned) {
            return Reply.json(401, "{\"error\":\"this device was decommissioned\",\"code\":\"decommissioned\"}");
        }
        if (next.equals(Optional.of(shown))) {
            pinned = shown;
            next = Optional.empty();
        }
        return pinned.equals(shown) ? answered(route)
                : Reply.json(401, "{\"error\":\"another certificate is in force\",\"code\":\"certificate_not_in_force\"}");
    }

    private static Reply answered(Callable<Reply> route) {
        try {
            return route.call();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        enrollment.close();
        devices.close();
    }
}
