package io.groundswell.local.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiServerTest {

    @TempDir
    private Path folder;

    private final RecordingInvoker function = new RecordingInvoker();

    private HttpApiGateway api() {
        return new HttpApiGateway(new HttpApiIdentity("api", "000000000000", "us-east-1", "127.0.0.1", true),
                List.of(Route.of("POST", "/device/{what+}", false, Optional.empty(), "f")), (request, resource) -> Optional.empty(), function);
    }

    private ApiServer overMutualTls(TestPki devices, ServerTls tls) throws Exception {
        ApiServer server = ApiServer.mutualTls("device", 0);
        server.serve(api(), Clock.systemUTC(), new MutualTls(tls, devices.caPem()));
        return server;
    }

    private ApiServer inClear() throws IOException {
        ApiServer server = ApiServer.plain("operator", 0);
        server.serve(api(), Clock.systemUTC());
        return server;
    }

    private static HttpResponse<String> post(HttpClient client, String base, String path, byte[] body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + path)).header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)).build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static HttpClient client(SSLContext tls) {
        return HttpClient.newBuilder().sslContext(tls).version(HttpClient.Version.HTTP_1_1).build();
    }

    @Test
    @DisplayName("[R6] the device API knows a device by the certificate of its connection")
    void servesMutualTls() throws Exception {
        TestPki devices = new TestPki("device CA");
        ServerTls tls = ServerTls.in(folder, Instant.now());
        try (ApiServer server = overMutualTls(devices, tls)) {
            String base = "https://127.0.0.1:" + server.port();
            SSLContext context = devices.client("O=fleet-a,CN=d1", 4711, tls.caFile());
            HttpResponse<String> response = post(client(context), base, "/device/a%2Fb%20c?x=1", "{}".getBytes(UTF_8));
            assertEquals(200, response.statusCode());
            assertEquals("ok", response.body());
            JsonNode event = function.events.getFirst();
            assertEquals("/device/a/b c", event.get("rawPath").asText());
            JsonNode certificate = event.get("requestContext").get("authentication").get("clientCert");
            assertEquals("O=fleet-a,CN=d1", certificate.get("subjectDN").asText());
            assertEquals("CN=device CA", certificate.get("issuerDN").asText());
            assertEquals("4711", certificate.get("serialNumber").asText());
            assertEquals("Jan  2 03:04:05 2026 GMT", certificate.get("validity").get("notBefore").asText());
            assertEquals("Nov 12 13:14:15 2046 GMT", certificate.get("validity").get("notAfter").asText());
            assertTrue(certificate.get("clientCertPem").asText().startsWith("-----BEGIN CERTIFICATE-----\n"));
            assertEquals(200, post(client(context), "https://localhost:" + server.port(), "/device/x", new byte[0]).statusCode());
        }
    }

    @Test
    @DisplayName("[R6] without a client certificate, or with one of another CA, the handshake fails")
    void refusesForeignClients() throws Exception {
        TestPki devices = new TestPki("device CA");
        ServerTls tls = ServerTls.in(folder, Instant.now());
        try (ApiServer server = overMutualTls(devices, tls)) {
            String base = "https://127.0.0.1:" + server.port();
            HttpClient anonymous = client(TestPki.anonymous(tls.caFile()));
            assertThrows(IOException.class, () -> post(anonymous, base, "/device/x", new byte[0]));
            HttpClient foreign = client(new TestPki("device CA").client("CN=d1", 1, tls.caFile()));
            assertThrows(IOException.class, () -> post(foreign, base, "/device/x", new byte[0]));
            assertTrue(function.events.isEmpty());
        }
    }

    @Test
    @DisplayName("a server certificate is kept until it nears expiry")
    void keepsServerCertificate() throws Exception {
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        var first = ServerTls.in(folder, now).keys().getCertificate("server");
        assertEquals(first, ServerTls.in(folder, now.plusSeconds(86_400)).keys().getCertificate("server"));
        assertTrue(!first.equals(ServerTls.in(folder, now.plusSeconds(380L * 86_400)).keys().getCertificate("server")));
    }

    @Test
    @DisplayName("[R34] what the server itself refuses reads as API Gateway's answer")
    void refusesAtTheDoor() throws Exception {
        try (ApiServer server = inClear()) {
            String base = "http://127.0.0.1:" + server.port();
            HttpResponse<String> large = post(HttpClient.newHttpClient(), base, "/device/x", new byte[10 * 1024 * 1024 + 1]);
            assertEquals("413 {\"message\":\"Request Entity Too Large\"}", large.statusCode() + " " + large.body());
            assertEquals("HTTP/1.1 400 Bad Request", firstLine(server.port(), "POST /device/x HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"));
            assertEquals("HTTP/1.1 431 Request Header Fields Too Large",
                    firstLine(server.port(), "POST /device/x HTTP/1.1\r\nHost: a\r\nX: " + "y".repeat(40_000) + "\r\n\r\n"));
        }
    }

    @Test
    @DisplayName("a port is taken before it is served, and a taken one is an error")
    void takesPortFirst() throws Exception {
        try (ApiServer server = ApiServer.plain("operator", 0)) {
            assertTrue(server.port() > 0);
            assertThrows(IOException.class, () -> ApiServer.plain("operator", server.port()));
        }
        try (ApiServer server = inClear(); ApiServer other = ApiServer.mutualTls("device", 0)) {
            assertThrows(IOException.class, () -> ApiServer.plain("operator", server.port()));
            assertThrows(IllegalStateException.class, () -> other.serve(api(), Clock.systemUTC()));
        }
    }

    private static String firstLine(int port, String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream().write(request.getBytes(UTF_8));
            return new String(socket.getInputStream().readNBytes(200), UTF_8).lines().findFirst().orElseThrow();
        }
    }
}
