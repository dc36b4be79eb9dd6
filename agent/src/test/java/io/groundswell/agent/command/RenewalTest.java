package io.groundswell.agent.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.agent.Backoff;
import io.groundswell.agent.connection.BoundedHttp;
import io.groundswell.agent.connection.DeviceConnection;
import io.groundswell.agent.connection.Refused;
import io.groundswell.agent.connection.ServerTrust;
import io.groundswell.agent.connection.TestAuthority;
import io.groundswell.agent.connection.TestServer.Reply;
import io.groundswell.agent.enrollment.Enrollment;
import io.groundswell.agent.enrollment.Renewal;
import io.groundswell.agent.identity.Certificates;
import io.groundswell.agent.identity.Credential;
import io.groundswell.agent.identity.DeviceKey;
import io.groundswell.agent.identity.Identity;
import io.groundswell.agent.identity.IdentityStore;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The certificates here began an hour ago and are valid for two hours more. */
class RenewalTest {

    private static final Backoff BACKOFF = new Backoff(Duration.ofMinutes(1), Duration.ofHours(1));

    @TempDir
    private Path directory;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<DeviceConnection> connections = new ArrayList<>();
    private final List<String> log = new ArrayList<>();
    private FakeCloud cloud;
    private IdentityStore store;

    @BeforeEach
    void enroll() throws Exception {
        cloud = new FakeCloud();
        cloud.authority.validFor(Duration.ofHours(2));
        store = new IdentityStore(directory);
        DeviceKey key = DeviceKey.generate();
        store.begin(key);
        store.complete(new Enrollment(http, cloud.enrollment.uri(), BoundedHttp.STANDARD)
                .enroll(FakeCloud.TOKEN, "d1", key), Optional.empty());
    }

    @AfterEach
    void stop() {
        connections.forEach(DeviceConnection::close);
        threads.shutdownNow();
        http.close();
        cloud.close();
    }

    /** What a process has in hand after its start. */
    private record Process(Identity identity, DeviceConnection connection, Renewal renewal) {
    }

    private Process start() throws IOException {
        Identity identity = store.load().identity();
        DeviceConnection connection = new DeviceConnection(identity,
                new ServerTrust(List.of(cloud.authority.certificate())), BoundedHttp.STANDARD, http, threads);
        connections.add(connection);
        return new Process(identity, connection, new Renewal(identity, connection, store, BACKOFF, () -> 1, log::add));
    }

    private static Instant begin(Process process) {
        return process.identity().certificate().getNotBefore().toInstant();
    }

    private int renewalsAsked() {
        return (int) cloud.devices.requests().stream().filter(request -> request.path().equals("/device/certificate"))
                .count();
    }

    @Test
    @DisplayName("[R7] a certificate is renewed, over a new key, when two thirds of its life are over")
    void renewsInTime() throws Exception {
        Process process = start();
        assertEquals(begin(process).plus(Duration.ofMinutes(118).plusSeconds(48)), process.renewal().due());
        process.renewal().renewIfDue(begin(process).plus(Duration.ofMinutes(118)));
        assertEquals(0, renewalsAsked());

        process.renewal().renewIfDue(begin(process).plus(Duration.ofMinutes(119)));
        Identity renewed = store.load().identity();
        assertNotEquals(process.identity().key(), renewed.key());
        assertNotEquals(process.identity().certificate(), renewed.certificate());
        assertEquals("d1", Certificates.device(renewed.certificate()).name());
        process.connection().heartbeat();
        assertEquals(renewed.certificate(), cloud.devices.requests().getLast().certificate().orElseThrow());
        process.renewal().renewIfDue(begin(process).plus(Duration.ofMinutes(118)));
        assertEquals(1, renewalsAsked());
    }

    @Test
    @DisplayName("[R7] an answer that is lost leaves the old certificate in force, and renewing again works")
    void survivesALostAnswer() throws Exception {
        Process before = start();
        before.connection().certificate(DeviceKey.generate().certificateRequest("d1"));
        Process after = start();
        assertEquals(before.identity().certificate(), after.identity().certificate());
        after.connection().heartbeat();
        after.renewal().renewIfDue(after.renewal().due());
        after.connection().heartbeat();
        assertNotEquals(before.identity().certificate(), store.load().identity().certificate());
    }

    @Test
    @DisplayName("[R7] a crash between keeping the new certificate and showing it: the next start shows it")
    void survivesACrashBeforeTheFirstUse() throws Exception {
        Process before = start();
        before.renewal().renewIfDue(before.renewal().due());
        Process after = start();
        assertNotEquals(before.identity().certificate(), after.identity().certificate());
        after.connection().heartbeat();
        DeviceConnection old = new DeviceConnection(before.identity(),
                new ServerTrust(List.of(cloud.authority.certificate())), BoundedHttp.STANDARD, http, threads);
        connections.add(old);
        assertEquals("certificate_not_in_force", assertThrows(Refused.class, old::heartbeat).code());
    }

    @Test
    @DisplayName("[R7] a crash while the new certificate is written leaves the old one whole")
    void survivesACrashWhileWriting() throws Exception {
        byte[] old = Files.readAllBytes(directory.resolve("identity/device.pem"));
        Files.write(directory.resolve("identity/device.pem.new"), Arrays.copyOf(old, old.length / 2));
        Process process = start();
        process.connection().heartbeat();
        process.renewal().renewIfDue(process.renewal().due());
        start().connection().heartbeat();
        assertFalse(Files.exists(directory.resolve("identity/device.pem.new")));
    }

    @Test
    @DisplayName("[R7] a renewal that fails is told and tried again after growing pauses, while the old certificate serves")
    void triesAgain() throws Exception {
        Process process = start();
        Instant due = process.renewal().due();
        cloud.isDown = true;
        process.renewal().renewIfDue(due);
        assertEquals(due.plus(Duration.ofMinutes(1)), process.renewal().due());
        process.renewal().renewIfDue(due.plus(Duration.ofMinutes(1)));
        assertEquals(due.plus(Duration.ofMinutes(3)), process.renewal().due());
        cloud.isDown = false;
        process.connection().heartbeat();
        process.renewal().renewIfDue(due.plus(Duration.ofHours(9)).minusMillis(1));
        assertNotEquals(process.identity().certificate(), store.load().identity().certificate());
        assertEquals(3, renewalsAsked());
        assertTrue(log.get(0).startsWith("certificate not renewed, next try at "), log.get(0));
        assertTrue(log.get(2).startsWith("certificate renewed, valid until "), log.get(2));
    }

    @Test
    @DisplayName("[R7] a renewal that failed while the clock was years ahead does not wait for those years")
    void survivesAClockThatWasWrong() throws Exception {
        Process process = start();
        cloud.isDown = true;
        process.renewal().renewIfDue(begin(process).plus(Duration.ofDays(3650)));
        process.renewal().renewIfDue(begin(process).plus(Duration.ofMinutes(10)));
        assertEquals(begin(process).plus(Duration.ofMinutes(118).plusSeconds(48)), process.renewal().due());
    }

    @Test
    @DisplayName("[R7] once the certificate has expired, what has to be done is told")
    void tellsOfExpiry() throws Exception {
        Process process = start();
        cloud.isDown = true;
        process.renewal().renewIfDue(begin(process).plus(Duration.ofHours(4)));
        assertTrue(log.getFirst().endsWith("enrol the device again with a token that is bound to its name"), log.getFirst());
    }

    @Test
    @DisplayName("[R7] a renewed certificate over another key, for another device or of another CA is not kept")
    void believesOnlyItsOwn() throws Exception {
        Process process = start();
        byte[] before = Files.readAllBytes(directory.resolve("identity/device.pem"));
        DeviceKey other = DeviceKey.generate();
        for (String pem : List.of(
                TestAuthority.pem(cloud.authority.certify(other.pair().getPublic(), "d1")),
                "nonsense")) {
            cloud.devices.on("/device/certificate", request -> Reply.json(201,
                    "{\"certificate\":\"" + pem.replace("\n", "\\n") + "\",\"ca\":\"" + pem.replace("\n", "\\n") + "\"}"));
            process.renewal().renewIfDue(process.renewal().due());
            assertEquals(new String(before), Files.readString(directory.resolve("identity/device.pem")));
        }
        assertThrows(CertificateException.class, () -> Credential.of(DeviceKey.generate(),
                cloud.authority.certify(other.pair().getPublic(), "d1"), cloud.authority.certificate()));
    }

    @Test
    @DisplayName("a damaged identity is named, not used")
    void namesDamage() throws Exception {
        Files.writeString(directory.resolve("identity/device.pem"), "nonsense");
        assertTrue(assertThrows(IOException.class, store::load).getMessage()
                .endsWith("device.pem is damaged: expected a PEM block PRIVATE KEY, found none"));
    }
}
