package io.groundswell.agent.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.groundswell.agent.connection.TestAuthority;
import io.groundswell.agent.connection.TestServer;
import io.groundswell.agent.connection.TestServer.Reply;
import io.groundswell.agent.probe.Prober.Outcome;
import io.groundswell.domain.probe.Probe;
import io.groundswell.domain.probe.ProbeType;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalProbesTest {

    private static final DeviceProber PROBER = new DeviceProber(Set.of());

    @TempDir
    private Path folder;

    private static Outcome http(String url) {
        return PROBER.attempt(new Probe(ProbeType.HTTP, url, 20, 1, 0));
    }

    private static Outcome file(Path path) {
        return PROBER.attempt(new Probe(ProbeType.FILE, path.toString(), 2, 1, 0));
    }

    @ParameterizedTest
    @DisplayName("[R29] http: 2xx is healthy, anything else is not")
    @CsvSource({"200, HEALTHY", "204, HEALTHY", "299, HEALTHY", "302, UNHEALTHY", "404, UNHEALTHY", "503, UNHEALTHY"})
    void judgesTheStatus(int status, Outcome expected) throws IOException {
        try (TestServer server = TestServer.plain()) {
            server.on("/health", request -> Reply.json(status, status == 204 ? "" : "{}"));
            assertEquals(expected, http(server.uri() + "/health?deep=1"));
            assertEquals("GET /health?deep=1", server.requests().getFirst().method() + " "
                    + server.requests().getFirst().path());
        }
    }

    @Test
    @DisplayName("[R29] http: a redirect is not followed, not even to this machine")
    void followsNoRedirect() throws IOException {
        try (TestServer server = TestServer.plain()) {
            server.on("/health", request -> Reply.redirect(server.uri() + "/elsewhere"));
            assertEquals(Outcome.UNHEALTHY, http(server.uri() + "/health"));
            assertEquals(1, server.requests().size());
        }
    }

    @Test
    @DisplayName("[R29] http: a name that resolves to another machine is not asked")
    void asksThisMachineOnly() {
        HttpProbe probe = new HttpProbe();
        for (String url : new String[] {"http://192.0.2.1/", "http://device.example/", "http://127.0.0.1@192.0.2.1/",
            "file:///etc/hostname", "http://localhost.example:1/"}) {
            assertEquals(Outcome.DENIED, probe.attempt(url, Duration.ofSeconds(20)), url);
        }
        assertEquals(false, HttpProbe.resolvesToLoopback(URI.create("http://192.0.2.1/")));
        assertEquals(true, HttpProbe.resolvesToLoopback(URI.create("http://localhost/")));
        assertEquals(true, HttpProbe.resolvesToLoopback(URI.create("http://[::1]/")));
    }

    @Test
    @DisplayName("[R29] http: nobody listening is unhealthy; nobody answering is a timeout")
    void silence() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            String url = "http://127.0.0.1:" + silent.getLocalPort() + "/";
            assertEquals(Outcome.TIMED_OUT, PROBER.attempt(new Probe(ProbeType.HTTP, url, 1, 1, 0)));
            silent.close();
            assertEquals(Outcome.UNHEALTHY, http(url));
        }
    }

    @Test
    @DisplayName("[R29] http: a body without an end does not matter")
    void ignoresTheBody() throws Exception {
        try (ServerSocket endless = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread server = Thread.ofVirtual().start(() -> serveEndlessly(endless));
            assertEquals(Outcome.HEALTHY, http("http://127.0.0.1:" + endless.getLocalPort() + "/"));
            server.join();
        }
    }

    private static void serveEndlessly(ServerSocket server) {
        try (Socket client = server.accept(); OutputStream out = client.getOutputStream()) {
            out.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            while (true) {
                out.write("4\r\nmore\r\n".getBytes(StandardCharsets.US_ASCII));
                out.flush();
            }
        } catch (IOException hungUp) {
            // The end of this test's server: the probe has seen enough.
            return;
        }
    }

    @Test
    @DisplayName("[R29] http: a local service with a certificate of its own making is asked over TLS")
    void acceptsLocalCertificates() throws Exception {
        try (TestServer server = TestServer.tls(new TestAuthority("own").server())) {
            server.on("/", request -> Reply.json(200, "{}"));
            assertEquals(Outcome.HEALTHY, http(server.uri() + "/"));
        }
    }

    @Test
    @DisplayName("[R29] file: regular and not empty is healthy; empty, missing, folder and device are not")
    void judgesTheFile() throws IOException {
        Path file = Files.createFile(folder.resolve("ready"));
        assertEquals(Outcome.UNHEALTHY, file(file));
        Files.writeString(file, "1");
        assertEquals(Outcome.HEALTHY, file(file));
        assertEquals(Outcome.HEALTHY, file(Files.createSymbolicLink(folder.resolve("link"), file)));
        assertEquals(Outcome.UNHEALTHY, file(folder.resolve("none")));
        assertEquals(Outcome.UNHEALTHY, file(folder));
        assertEquals(Outcome.UNHEALTHY, file(Path.of("/dev/zero")));
        Files.delete(file);
        assertEquals(Outcome.UNHEALTHY, file(folder.resolve("link")));
    }

    @Test
    @DisplayName("[R29] file: an answer that the file system gives after the timeout is too late")
    void judgesTheFilesTime() throws IOException {
        Path file = Files.writeString(folder.resolve("ready"), "1");
        Iterator<Long> inTime = List.of(7L, 5_000_000_007L).iterator();
        assertEquals(Outcome.HEALTHY, new FileProbe(inTime::next).attempt(file.toString(), Duration.ofSeconds(5)));
        Iterator<Long> late = List.of(7L, 5_000_000_008L).iterator();
        assertEquals(Outcome.TIMED_OUT, new FileProbe(late::next).attempt(file.toString(), Duration.ofSeconds(5)));
    }
}
