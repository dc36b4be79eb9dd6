package io.groundswell.agent.enrollment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.groundswell.agent.connection.BoundedHttp;
import io.groundswell.agent.connection.Refused;
import io.groundswell.agent.connection.TestAuthority;
import io.groundswell.agent.connection.TestServer;
import io.groundswell.agent.connection.TestServer.Reply;
import io.groundswell.agent.connection.Unreachable;
import io.groundswell.agent.identity.DeviceKey;
import io.groundswell.agent.identity.Identity;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class EnrollmentTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private TestAuthority authority;
    private TestServer server;

    @BeforeEach
    void start() throws Exception {
        authority = new TestAuthority("device CA");
        server = TestServer.plain();
    }

    @AfterEach
    void stop() {
        server.close();
        http.close();
    }

    private Identity enroll() {
        return new Enrollment(http, server.uri(), BoundedHttp.STANDARD).enroll("secret-token", "d1");
    }

    /** Answers as the server does, with a change that a test makes. */
    private void answer(Consumer<Map<String, Object>> change) {
        server.on("/enroll", request -> {
            try {
                JsonNode asked = JSON.readTree(request.body());
                Map<String, Object> answer = new HashMap<>(Map.of(
                        "certificate", TestAuthority.pem(authority.certify(asked.path("csr").asText(), "d1")),
                        "ca", TestAuthority.pem(authority.certificate()),
                        "root", Map.of("signed", Map.of("_type", "root", "a", "line\nbreak"), "signatures", 1),
                        "device_api", "https://devices.example.com", "heartbeat_interval_s", 60));
                change.accept(answer);
                return Reply.json(201, JSON.writeValueAsString(answer));
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    @DisplayName("[R7] sends token, name and a request over its own key; keeps what comes back")
    void enrolls() {
        answer(answer -> { });
        Identity identity = enroll();
        assertEquals("d1", identity.name());
        assertEquals(URI.create("https://devices.example.com"), identity.deviceApi());
        assertEquals(Duration.ofSeconds(60), identity.heartbeatInterval());
        assertEquals(authority.certificate(), identity.ca());
        assertEquals("{\"signatures\":1,\"signed\":{\"_type\":\"root\",\"a\":\"line\\nbreak\"}}",
                new String(identity.root(), StandardCharsets.UTF_8));
        String body = server.requests().getFirst().body();
        assertTrue(body.contains("\"token\":\"secret-token\"") && body.contains("BEGIN CERTIFICATE REQUEST"), body);
    }

    @Test
    @DisplayName("[R7] the private key is in nothing that is sent or printed")
    void keepsTheKey() {
        answer(answer -> { });
        Identity identity = enroll();
        assertTrue(server.requests().stream().noneMatch(request -> request.body().contains("PRIVATE")));
        assertTrue(identity.toString().startsWith("Identity[d1, certificate "), identity.toString());
    }

    @Test
    @DisplayName("[R7] a certificate over another key is not believed")
    void refusesAnotherKey() {
        answer(answer -> {
            try {
                answer.put("certificate", TestAuthority.pem(
                        authority.certify(DeviceKey.generate().pair().getPublic(), "d1")));
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        assertTrue(assertThrows(Unreachable.class, this::enroll).getMessage().contains("over this device's key"));
    }

    @Test
    @DisplayName("[R7] a certificate that the given CA did not sign is not believed")
    void refusesAnotherCa() {
        answer(answer -> {
            try {
                answer.put("ca", TestAuthority.pem(new TestAuthority("device CA").certificate()));
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        assertThrows(Unreachable.class, this::enroll);
    }

    @Test
    @DisplayName("[R7] a device API without TLS is not believed")
    void refusesPlainHttp() {
        answer(answer -> answer.put("device_api", "http://devices.example.com"));
        assertThrows(Unreachable.class, this::enroll);
    }

    @Test
    @DisplayName("[R7] a refused token is told as such")
    void tellsRefusals() {
        server.on("/enroll", request -> Reply.json(401, "{\"error\":\"used up\",\"code\":\"token_refused\"}"));
        Refused refused = assertThrows(Refused.class, this::enroll);
        assertEquals("token_refused", refused.code());
        assertEquals("POST /enroll: 401 used up", refused.getMessage());
    }
}
