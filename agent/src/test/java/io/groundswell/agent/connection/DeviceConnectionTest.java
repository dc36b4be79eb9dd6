package io.groundswell.agent.connection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.agent.connection.TestServer.Reply;
import io.groundswell.agent.identity.DeviceKey;
import io.groundswell.agent.identity.Identity;
import io.groundswell.agent.report.Report;
import io.groundswell.domain.artifact.ArtifactKind;
import io.groundswell.domain.device.WorkState;
import io.groundswell.domain.name.ArtifactRef;
import io.groundswell.domain.probe.Probe;
import io.groundswell.domain.probe.ProbeType;
import io.groundswell.tuf.FetchFailed;
import io.groundswell.tuf.FileMissing;
import io.groundswell.tuf.client.Fetcher;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceConnectionTest {

    private static final String SHA256 = "ab".repeat(32);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient storageClient = HttpClient.newBuilder().executor(threads).build();
    private TestAuthority authority;
    private TestServer server;
    private TestServer storage;
    private DeviceConnection device;

    @BeforeEach
    void start() throws Exception {
        authority = new TestAuthority("test CA");
        server = TestServer.mutualTls(authority.server());
        storage = TestServer.plain();
        device = connection(authority, authority);
    }

    @AfterEach
    void stop() {
        device.close();
        server.close();
        storage.close();
        storageClient.close();
        threads.close();
    }

    private DeviceConnection connection(TestAuthority certifies, TestAuthority trusted) throws Exception {
        DeviceKey key = DeviceKey.generate();
        Identity identity = new Identity("d1", key.pair().getPrivate(),
                certifies.certify(key.pair().getPublic(), "d1"), certifies.certificate(), new byte[0], server.uri(),
                Duration.ofSeconds(5));
        return new DeviceConnection(identity, new ServerTrust(List.of(trusted.certificate())),
                new BoundedHttp(Duration.ofSeconds(30), 10_000), storageClient, threads);
    }

    @Test
    @DisplayName("[R6] shows its certificate, and reads assignments with their probe")
    void heartbeats() {
        server.on("/device/heartbeat", request -> Reply.json(200, """
                {"interval_s": 7, "new_member": true, "assignments": [
                  {"rollout": "r-1", "action": "apply", "probe": {"type": "file", "target": "/run/ok", "timeout_s": 3,
                   "attempts": 2, "initial_delay_s": 1}, "artifact": {"name": "app", "version": "1", "kind": "model",
                   "target": "app/1/file", "size": 12, "sha256": "%s"}},
                  {"rollout": "r-0", "action": "revert", "artifact": {"name": "app", "version": "1", "kind": "model",
                   "target": "app/1/file", "size": 12, "sha256": "%s"}}]}""".formatted(SHA256, SHA256)));
        Heartbeat heartbeat = device.heartbeat();
        ArtifactFacts facts = new ArtifactFacts(new ArtifactRef("app", "1"), ArtifactKind.MODEL, "app/1/file", 12, SHA256);
        assertEquals(new Heartbeat(Duration.ofSeconds(7), List.of(
                new Assignment.Apply("r-1", facts, new Probe(ProbeType.FILE, "/run/ok", 3, 2, 1)),
                new Assignment.Revert("r-0", facts))), heartbeat);
        assertEquals("CN=d1", server.requests().getFirst().client());
    }

    @Test
    @DisplayName("[R8] [R27] registers and reports with exactly the documented members")
    void registersAndReports() {
        server.on("/device/", request -> Reply.json(200, "{}"));
        device.register(new Registration("1.2", Map.of("board", "b"), Map.of("site", "s"), Map.of("app", "1")));
        device.report(Report.of("r-1", WorkState.DOWNLOADING));
        device.report(Report.of("r-1", WorkState.ROLLED_BACK, "probe_failed"));
        assertEquals(List.of("""
                {"agent_version":"1.2","hardware_profile":{"board":"b"},"tags":{"site":"s"},\
                "installed_versions":{"app":"1"}}""", """
                {"rollout":"r-1","state":"downloading"}""", """
                {"rollout":"r-1","state":"rolled_back","detail":"probe_failed"}"""),
                server.requests().stream().map(TestServer.Request::body).toList());
    }

    @ParameterizedTest
    @CsvSource({"400", "404", "409", "413"})
    @DisplayName("[R27] a 4xx is the answer to the request")
    void refusals(int status) {
        server.on("/device/reports", request -> Reply.json(status, "{\"error\":\"state must be other\"}"));
        Refused refused = assertThrows(Refused.class, () -> device.report(Report.of("r-1", WorkState.HEALTHY)));
        assertEquals(status, refused.status());
        assertEquals("POST /device/reports: " + status + " state must be other", refused.getMessage());
        assertEquals(false, refused.isAboutCaller());
    }

    @Test
    @DisplayName("[R10] a decommissioned device is told by the code, another refused certificate is not that")
    void decommissioned() {
        server.on("/device/heartbeat", request -> Reply.json(401, "{\"error\":\"gone\",\"code\":\"decommissioned\"}"));
        assertEquals(true, assertThrows(Refused.class, device::heartbeat).isDecommissioned());
        server.on("/device/heartbeat",
                request -> Reply.json(401, "{\"error\":\"old\",\"code\":\"certificate_not_in_force\"}"));
        assertEquals(false, assertThrows(Refused.class, device::heartbeat).isDecommissioned());
    }

    @ParameterizedTest
    @CsvSource({"500", "503", "429", "408", "302"})
    @DisplayName("overload, throttling and faults are no answer")
    void faults(int status) {
        server.on("/device/heartbeat", request -> new Reply(status, Map.of(), "later".getBytes(StandardCharsets.UTF_8)));
        assertThrows(Unreachable.class, device::heartbeat);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "not json", "{\"interval_s\": 5}", "{\"interval_s\": 0, \"assignments\": []}",
        "{\"interval_s\": 5, \"interval_s\": 6, \"assignments\": []}", "{\"interval_s\": 5, \"assignments\": [7]}",
        "{\"interval_s\": 5, \"assignments\": [{\"rollout\": \"../x\", \"action\": \"apply\", \"artifact\": {}}]}"})
    @DisplayName("an answer that makes no sense is no answer")
    void nonsense(String body) {
        server.on("/device/heartbeat", request -> Reply.json(200, body));
        assertThrows(Unreachable.class, device::heartbeat);
    }

    @Test
    @DisplayName("an endless answer is cut off")
    void longAnswers() {
        server.on("/device/heartbeat", request -> Reply.bytes(new byte[10_001]));
        assertTrue(assertThrows(Unreachable.class, device::heartbeat).getMessage().contains("longer than the 10000 bytes"));
    }

    @Test
    @DisplayName("[R6] a server that another CA certified gets no request")
    void strangeServers() throws Exception {
        try (DeviceConnection careful = connection(authority, new TestAuthority("other CA"))) {
            assertThrows(Unreachable.class, careful::heartbeat);
        }
        assertEquals(List.of(), server.requests());
    }

    @Test
    @DisplayName("[R6] a certificate of another CA is not let in")
    void strangeDevices() throws Exception {
        try (DeviceConnection stranger = connection(new TestAuthority("other CA"), authority)) {
            assertThrows(Unreachable.class, stranger::heartbeat);
        }
        assertEquals(List.of(), server.requests());
    }

    @Test
    @DisplayName("[R3] targets come from storage, to which no certificate is shown")
    void targetsFromStorage() {
        byte[] bytes = {1, 2, 3};
        storage.on("/bucket/f", request -> Reply.bytes(bytes));
        server.on("/device/targets/app/1/hash.file",
                request -> Reply.redirect(storage.uri() + "/bucket/f%20ile?X-Amz-Signature=a%2Fb"));
        assertArrayEquals(bytes, device.targets(Duration.ofSeconds(5)).fetch("app/1/hash.file", 10));
        assertEquals("/bucket/f%20ile?X-Amz-Signature=a%2Fb", storage.requests().getFirst().path());
    }

    @Test
    @DisplayName("metadata comes directly, or from storage when it is large")
    void metadata() {
        Fetcher files = device.metadata();
        server.on("/device/tuf/timestamp.json", request -> Reply.bytes(new byte[] {7}));
        storage.on("/9", request -> Reply.bytes(new byte[] {8, 8}));
        server.on("/device/tuf/9.publisher.json", request -> Reply.redirect(storage.uri() + "/9"));
        assertArrayEquals(new byte[] {7}, files.fetch("timestamp.json", 10));
        assertArrayEquals(new byte[] {8, 8}, files.fetch("9.publisher.json", 10));
        assertThrows(FileMissing.class, () -> files.fetch("2.root.json", 10));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://192.0.2.1/x", "ftp://127.0.0.1/x", "file:///etc/passwd", "/relative"})
    @DisplayName("a redirect away from https or this machine is not followed")
    void strangeRedirects(String location) {
        server.on("/device/targets/x", request -> Reply.redirect(location));
        assertThrows(FetchFailed.class, () -> device.targets(Duration.ofSeconds(5)).fetch("x", 10));
    }

    @Test
    @DisplayName("a connection that rested works again")
    void rests() {
        server.on("/device/reports", request -> Reply.json(200, "{}"));
        device.report(Report.of("r-1", WorkState.DOWNLOADING));
        device.rest();
        device.report(Report.of("r-1", WorkState.VERIFYING));
        assertEquals(2, server.requests().size());
    }

    @Test
    @DisplayName("the device API is https, or there is no identity")
    void needsHttps() {
        DeviceKey key = DeviceKey.generate();
        assertThrows(IllegalArgumentException.class, () -> new Identity("d1", key.pair().getPrivate(),
                authority.certificate(), authority.certificate(), new byte[0], URI.create("http://127.0.0.1"),
                Duration.ofSeconds(5)));
    }
}
