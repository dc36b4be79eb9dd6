package io.groundswell.handlers.device;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.groundswell.handlers.json.Json;
import io.groundswell.handlers.testing.FakeKms;
import io.groundswell.handlers.testing.FakeS3;
import io.groundswell.handlers.testing.Invocation;
import io.groundswell.handlers.testing.MovingClock;
import io.groundswell.handlers.testing.Template;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BootstrapTest {

    private final FakeS3 s3 = new FakeS3();
    private final FakeKms kms = new FakeKms();
    private final String key = kms.addKey();
    private final MovingClock clock = new MovingClock(Instant.parse("2026-03-01T09:30:00Z"));
    private final BlockingQueue<JsonNode> answers = new LinkedBlockingQueue<>();
    private final AtomicInteger failuresToCome = new AtomicInteger();
    private HttpServer cloudFormation;

    @BeforeEach
    void listen() throws IOException {
        cloudFormation = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        cloudFormation.createContext("/answer", exchange -> {
            boolean fails = failuresToCome.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
            assertEquals("PUT", exchange.getRequestMethod());
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (!fails && exchange.getRequestHeaders().getFirst("Content-Type") == null) {
                answers.add(Json.read(body));
            }
            exchange.sendResponseHeaders(fails ? 503 : 200, -1);
            exchange.close();
        });
        cloudFormation.start();
    }

    @AfterEach
    void close() {
        cloudFormation.stop(0);
    }

    @Test
    @DisplayName("[R7] creation makes a CA certificate that can sign devices and no further CA, and a truststore of it")
    void createsTheCa() throws Exception {
        JsonNode answer = invoke("Create", Map.of("CommonName", "plant device CA"));

        assertEquals("SUCCESS", answer.path("Status").asText());
        assertEquals("device-ca", answer.path("PhysicalResourceId").asText());
        assertEquals("pki/ca.pem", answer.path("Data").path("CertificateKey").asText());
        assertEquals("s3://bucket/pki/truststore.pem", answer.path("Data").path("TruststoreUri").asText());
        assertEquals("stack", answer.path("StackId").asText());
        assertEquals("request", answer.path("RequestId").asText());
        assertEquals("DeviceCa", answer.path("LogicalResourceId").asText());
        X509Certificate ca = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(s3.bytes("pki/ca.pem")));
        ca.verify(ca.getPublicKey());
        ca.checkValidity(java.util.Date.from(clock.instant()));
        assertEquals("CN=plant device CA", ca.getSubjectX500Principal().getName());
        assertEquals(0, ca.getBasicConstraints());
        assertArrayEquals(new boolean[] {false, false, false, false, false, true, true, false, false}, ca.getKeyUsage());
        assertTrue(ca.getNotAfter().toInstant().isAfter(Instant.parse("2036-03-01T00:00:00Z")));
        assertArrayEquals(s3.bytes("pki/ca.pem"), s3.bytes("pki/truststore.pem"));
    }

    @Test
    @DisplayName("[R7] updates and repetitions keep the certificate; deletion removes nothing")
    void keepsTheCa() throws Exception {
        invoke("Create", Map.of("CommonName", "first"));
        byte[] certificate = s3.bytes("pki/ca.pem");

        for (String type : List.of("Create", "Update", "Delete")) {
            assertEquals("SUCCESS", invoke(type, Map.of("CommonName", "second")).path("Status").asText());
        }

        assertArrayEquals(certificate, s3.bytes("pki/ca.pem"));
        assertArrayEquals(certificate, s3.bytes("pki/truststore.pem"));
    }

    @Test
    @DisplayName("[R7] a creation that was cut short is finished; a truststore that holds more is kept")
    void finishesWhatWasCutShort() throws Exception {
        invoke("Create", Map.of("CommonName", "a"));
        s3.remove("pki/truststore.pem");
        invoke("Create", Map.of("CommonName", "a"));
        assertArrayEquals(s3.bytes("pki/ca.pem"), s3.bytes("pki/truststore.pem"));

        byte[] both = ("another\n" + new String(s3.bytes("pki/ca.pem"), StandardCharsets.US_ASCII))
                .getBytes(StandardCharsets.US_ASCII);
        s3.upload("pki/truststore.pem", both, null);
        invoke("Update", Map.of("CommonName", "a"));
        assertArrayEquals(both, s3.bytes("pki/truststore.pem"));
    }

    @Test
    @DisplayName("[R7] a certificate of another key is never trusted")
    void refusesAnotherKeysCertificate() throws Exception {
        invoke("Create", Map.of("CommonName", "a"));
        CaKey other = new CaKey(kms, kms.addKey());

        JsonNode answer = invoke(other, "Update", Map.of("CommonName", "a"));

        assertEquals("FAILED", answer.path("Status").asText());
        assertTrue(answer.path("Reason").asText().contains("pki/ca.pem"), answer::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"CommonName\":\"\"}", "{\"CommonName\":\"a\",\"Color\":\"red\"}",
            "{\"CommonName\":\"\u00e9\"}"})
    @DisplayName("[R35] properties that are unknown, missing or malformed fail with a reason and write nothing")
    void refusesBadProperties(String properties) throws Exception {
        Map<String, Object> bad = new HashMap<>();
        Json.read(properties.getBytes(StandardCharsets.UTF_8)).properties()
                .forEach(property -> bad.put(property.getKey(), property.getValue().asText()));

        JsonNode answer = invoke("Create", bad);

        assertEquals("FAILED", answer.path("Status").asText());
        assertTrue(answer.path("Reason").asText().length() > 10, answer::toString);
        assertEquals(Set.of(), s3.keys());
        assertEquals("SUCCESS", invoke("Delete", bad).path("Status").asText());
    }

    @Test
    @DisplayName("[R7] an answer that CloudFormation did not take is sent again")
    void sendsTheAnswerAgain() throws Exception {
        failuresToCome.set(2);
        assertEquals("SUCCESS", invoke("Create", Map.of("CommonName", "a")).path("Status").asText());
        failuresToCome.set(3);
        assertThrows(UncheckedIOException.class, () -> invoke("Create", Map.of("CommonName", "a")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://192.0.2.1/answer", "ftp://localhost/x", "file:///etc/passwd", ""})
    @DisplayName("[R7] an answer leaves the machine encrypted or not at all")
    void refusesPlainAddresses(String address) {
        assertThrows(IllegalArgumentException.class,
                () -> handle(new CaKey(kms, key), event("Create", address, Map.of("CommonName", "a"))));
    }

    @Test
    @DisplayName("[R7] the environment is the template's")
    void readsTheTemplatesEnvironment() {
        assertEquals(Set.of("ARTIFACT_BUCKET", "DEVICE_CA_KEY_ID"), Template.load().variables("Bootstrap"));
    }

    private JsonNode invoke(String type, Map<String, ?> properties) throws Exception {
        return invoke(new CaKey(kms, key), type, properties);
    }

    private JsonNode invoke(CaKey with, String type, Map<String, ?> properties) throws Exception {
        handle(with, event(type, "http://127.0.0.1:" + cloudFormation.getAddress().getPort() + "/answer", properties));
        return answers.remove();
    }

    private void handle(CaKey with, Map<String, Object> event) throws IOException {
        new BootstrapHandler(new DeviceCaResource(new Bucket(s3, "bucket"), with, new SecureRandom(), clock),
                new ResourceAnswer()).handleRequest(new ByteArrayInputStream(Json.write(event)),
                new ByteArrayOutputStream(), new Invocation());
    }

    private static Map<String, Object> event(String type, String address, Map<String, ?> properties) {
        Map<String, Object> all = new HashMap<>(properties);
        all.put("ServiceToken", "arn:aws:lambda:eu-central-1:000000000000:function:bootstrap");
        Map<String, Object> event = new HashMap<>(Map.of("RequestType", type, "ResponseURL", address, "StackId", "stack",
                "RequestId", "request", "LogicalResourceId", "DeviceCa", "ResourceType", "Custom::DeviceCa",
                "ResourceProperties", all));
        if (!type.equals("Create")) {
            event.put("PhysicalResourceId", "device-ca");
        }
        return event;
    }
}
