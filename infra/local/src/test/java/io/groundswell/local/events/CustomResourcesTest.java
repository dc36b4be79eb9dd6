package io.groundswell.local.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.CloudFormationCustomResourceEvent;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundswell.local.lambda.FunctionConfiguration;
import io.groundswell.local.lambda.FunctionLog;
import io.groundswell.local.lambda.InProcessInvoker;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CustomResourcesTest {

    private static final CopyOnWriteArrayList<String> REQUESTS = new CopyOnWriteArrayList<>();
    private static volatile String status = "SUCCESS";

    @TempDir
    private Path folder;

    private final InProcessInvoker functions = new InProcessInvoker(new FunctionLog(new PrintStream(OutputStream.nullOutputStream())), 1);

    /** Answers as a custom resource does. */
    public static final class Provider implements RequestHandler<CloudFormationCustomResourceEvent, String> {
        @Override
        public String handleRequest(CloudFormationCustomResourceEvent event, Context context) {
            REQUESTS.add(event.getRequestType() + " " + event.getResourceProperties() + " was " + event.getOldResourceProperties());
            if (status.isEmpty()) {
                return "silent";
            }
            ObjectNode answer = new ObjectMapper().createObjectNode();
            answer.put("Status", status).put("Reason", "no key").put("PhysicalResourceId", "ca-1");
            answer.put("StackId", event.getStackId()).put("RequestId", event.getRequestId()).put("LogicalResourceId", event.getLogicalResourceId());
            answer.putObject("Data").put("TruststoreUri", "s3://b/pki/truststore.pem");
            try {
                HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(event.getResponseUrl()))
                        .PUT(HttpRequest.BodyPublishers.ofString(answer.toString())).build(), HttpResponse.BodyHandlers.discarding());
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return "done";
        }
    }

    @BeforeEach
    void register() {
        REQUESTS.clear();
        status = "SUCCESS";
        functions.register(new FunctionConfiguration("f", "arn:f", Provider.class.getName(), Map.of(), Duration.ofSeconds(20), 128, "us-east-1", Path.of("target/test-classes")));
    }

    @AfterEach
    void close() {
        functions.close();
    }

    private Map<String, String> provide(Map<String, Object> properties) {
        return new CustomResources(functions, "stack-id", Optional.of(folder.resolve("custom.json"))).provide("DeviceCa", "Custom::DeviceCa", "f", properties);
    }

    @Test
    @DisplayName("it is created once, left alone while its properties stay, and updated when they change")
    void createsOnce() {
        assertEquals(Map.of("Ref", "ca-1", "TruststoreUri", "s3://b/pki/truststore.pem"), provide(Map.of("CommonName", "ca", "Days", 5)));
        assertEquals("ca-1", provide(Map.of("CommonName", "ca", "Days", 5)).get("Ref"));
        assertEquals(1, REQUESTS.size());
        assertTrue(REQUESTS.getFirst().startsWith("Create {"), REQUESTS.getFirst());
        provide(Map.of("CommonName", "other"));
        assertEquals("Update {CommonName=other} was {", REQUESTS.getLast().substring(0, 31));
        assertEquals(2, REQUESTS.size());
    }

    @Test
    @DisplayName("a function that answers FAILED stops the start with its reason, and one that does not answer with that")
    void reportsFailure() {
        status = "FAILED";
        assertEquals("custom resource DeviceCa was not made: its function answered \"FAILED\": no key",
                assertThrows(IllegalStateException.class, () -> provide(Map.of())).getMessage());
        status = "";
        assertEquals("custom resource DeviceCa was not made: its function returned without a PUT to the ResponseURL",
                assertThrows(IllegalStateException.class, () -> provide(Map.of())).getMessage());
    }

    @Test
    @DisplayName("what was kept is text that another reader understands")
    void keepsJson() {
        provide(Map.of("Days", 5));
        ObjectNode kept = KeptJson.in(Optional.of(folder.resolve("custom.json"))).read();
        assertEquals("5", kept.at("/DeviceCa/properties/Days").asText());
        assertTrue(new String(kept.toString().getBytes(UTF_8), UTF_8).contains("\"Days\":\"5\""));
    }
}
