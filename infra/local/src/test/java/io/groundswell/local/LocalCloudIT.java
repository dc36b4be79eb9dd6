package io.groundswell.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.groundswell.local.http.TestPki;
import io.groundswell.local.iam.AccessKey;
import io.groundswell.local.template.TemplateRefused;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The small stack of {@code sample/template.yaml}, run whole. */
class LocalCloudIT {

    static final Path TEMPLATE = Path.of("src/test/resources/sample/template.yaml");

    private static LocalCloud cloud;
    private static CloudProbe probe;

    @BeforeAll
    static void start() {
        cloud = LocalCloud.start(LocalOptions.of(TEMPLATE).withParameter("Greeting", "hi").withoutSchedules());
        probe = new CloudProbe(cloud);
    }

    @AfterAll
    static void stop() {
        if (cloud != null) {
            probe.close();
            cloud.close();
        }
    }

    private static URI operators(String path) {
        return URI.create(cloud.endpoints().operatorApi() + path);
    }

    @Test
    @DisplayName("each local user may call exactly what its managed policy grants; unsigned and wrongly signed calls are 403")
    void enforcesPolicies() throws Exception {
        var reader = cloud.users().get("reader");
        var writer = cloud.users().get("writer");
        String forbidden = "403 {\"message\":\"Forbidden\"}";
        String body = SignedHttp.call(reader, "GET", operators("/things/1?a=b%20c"), "");
        assertEquals("200 {\"route\":\"GET /things/{id}\",\"user\":\"arn:aws:iam::000000000000:user/reader\",\"device\":\"\",\"greeting\":\"hi\","
                + "\"device_url\":\"" + cloud.endpoints().deviceApi() + "\"}", body);
        assertEquals(forbidden, SignedHttp.call(writer, "GET", operators("/things/1"), ""));
        assertEquals("200", SignedHttp.call(writer, "POST", operators("/things"), "{\"a\":1}").substring(0, 3));
        assertEquals(forbidden, SignedHttp.call(reader, "POST", operators("/things"), "{\"a\":1}"));
        assertEquals(forbidden, SignedHttp.unsigned("GET", operators("/things/1")));
        var forged = new AccessKey(reader.id(), "wrong", Optional.empty());
        assertEquals(forbidden, SignedHttp.call(forged, "GET", operators("/things/1"), ""));
        assertEquals("404 {\"message\":\"Not Found\"}", SignedHttp.unsigned("GET", operators("/nothing")));
    }

    @Test
    @DisplayName("a route without authorizer is open, up to its limit")
    void throttles() throws Exception {
        List<String> answers = IntStream.range(0, 30).parallel().mapToObj(i -> open()).toList();
        assertTrue(answers.stream().filter(answer -> answer.startsWith("200 ")).count() >= 3, answers.toString());
        assertTrue(answers.contains("429 {\"message\":\"Too Many Requests\"}"), answers.toString());
    }

    private static String open() {
        try {
            return SignedHttp.unsigned("POST", operators("/open"));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static String invoke(AccessKey key, String function, String body) throws Exception {
        return SignedHttp.call(key, "lambda", "POST", URI.create(cloud.endpoints().aws() + "/2015-03-31/functions/" + function + "/invocations"), body);
    }

    @Test
    @DisplayName("Lambda's Invoke is served at the AWS endpoint, by name, alias and ARN, to whom a policy allows it")
    void invokesFunctions() throws Exception {
        String task = cloud.attribute("Task", "Ref");
        assertEquals("200 {\"greeting\":\"hello Ann\"}", invoke(cloud.owner(), task, "{\"name\":\"Ann\"}"));
        assertEquals("200 {\"greeting\":\"hello Bo\"}", invoke(cloud.owner(), task + "%3Alive", "{\"name\":\"Bo\"}"));
        assertEquals("200 {\"greeting\":\"hello Cy\"}", invoke(cloud.owner(), cloud.attribute("Task", "Arn").replace(":", "%3A") + "%3Alive", "{\"name\":\"Cy\"}"));
        assertTrue(invoke(cloud.owner(), task, "").startsWith("200 {\"errorMessage\":\"nobody to greet\""));
        assertEquals("404 {\"Message\":\"functions have the alias live alone locally, found dead\"}",
                invoke(cloud.owner(), task + "%3Adead", "{}"));
        assertTrue(invoke(cloud.owner(), "nothing", "{}").startsWith("404 "));
        assertTrue(invoke(cloud.users().get("reader"), task, "{}").startsWith("403 "));
        assertTrue(invoke(new AccessKey(cloud.owner().id(), "wrong", Optional.empty()), task, "{}").startsWith("403 "));
    }

    @Test
    @DisplayName("[R6] the device API takes certificates of the CA that the custom resource made, and no others")
    void servesDevices() throws Exception {
        TestPki pki = TestPki.load(probe.object("pki/ca.p12"));
        URI address = URI.create(cloud.endpoints().deviceApi() + "/device/x");
        String body = get(pki.client("CN=d1", 7, cloud.endpoints().caPem()), address);
        assertTrue(body.contains("\"device\":\"CN=d1\""), body);
        SSLContext anonymous = TestPki.anonymous(cloud.endpoints().caPem());
        assertThrows(IOException.class, () -> get(anonymous, address));
    }

    private static String get(SSLContext tls, URI address) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newBuilder().sslContext(tls).build();
        return client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString()).body();
    }

    @Test
    @DisplayName("records that pass the filter reach the function, others do not; a poison record ends in the failure bucket and lets later ones pass")
    void deliversStream() throws Exception {
        probe.put("plain", false);
        probe.put("first", true);
        CloudProbe.await("first is seen", () -> probe.seen("seen first"));
        probe.put("poison", true);
        List<S3Object> kept = probe.awaitFailures();
        JsonNode record = new ObjectMapper().readTree(probe.failure(kept.getFirst().key()));
        assertEquals("RetryAttemptsExhausted", record.at("/requestContext/condition").asText());
        JsonNode payload = new ObjectMapper().readTree(record.get("payload").asText());
        assertEquals("poison", payload.at("/Records/0/dynamodb/Keys/PK/S").asText());
        assertEquals("{\"M\":{}}", payload.at("/Records/0/dynamodb/NewImage/event/M/detail").toString());
        assertTrue(kept.getFirst().key().startsWith("aws/lambda/Recorder-Stream/"), kept.getFirst().key());
        probe.put("last", true);
        CloudProbe.await("last is seen", () -> probe.seen("seen last"));
        assertTrue(!probe.seen("seen plain"));
    }

    @Test
    @DisplayName("state machines invoke functions, and a rule hears of the execution that failed")
    void runsStateMachine() {
        String succeeded = probe.run("{\"name\":\"you\"}");
        assertEquals("SUCCEEDED {\"greeting\":\"hello you\"}", probe.outcome(succeeded));
        String failed = probe.run("{}");
        assertEquals("FAILED java.lang.IllegalArgumentException", probe.outcome(failed));
        CloudProbe.await("the rule's function ran", () -> probe.seen("swept by aws.states"));
    }

    @Test
    @DisplayName("a schedule fires when a test says so")
    void firesSchedule() {
        cloud.invokeSchedule("Sweep");
        assertTrue(probe.seen("swept by aws.scheduler"));
    }

    @Test
    @DisplayName("the ready line names every address and key")
    void describesItself() throws Exception {
        JsonNode line = new ObjectMapper().readTree(ReadyLine.of(cloud));
        assertEquals(List.of("operator_api", "enroll_api", "device_api", "aws_endpoint", "region", "ca_pem", "users", "aws"),
                line.propertyStream().map(Map.Entry::getKey).toList());
        assertEquals(List.of("reader", "writer"), line.get("users").propertyStream().map(Map.Entry::getKey).toList());
        assertEquals(cloud.users().get("reader").secret(), line.at("/users/reader/secret_key").asText());
        assertTrue(new String(java.nio.file.Files.readAllBytes(Path.of(line.get("ca_pem").asText())), StandardCharsets.UTF_8).contains("BEGIN CERTIFICATE"));
    }

    @Test
    @DisplayName("a second LocalCloud in the same Java is refused")
    void runsAlone() {
        assertEquals("a LocalCloud runs in this Java already; close it first",
                assertThrows(IllegalStateException.class, () -> LocalCloud.start(LocalOptions.of(TEMPLATE))).getMessage());
        assertThrows(TemplateRefused.class, () -> io.groundswell.local.template.Template.load(TEMPLATE, Map.of("Nothing", "x")));
    }
}
