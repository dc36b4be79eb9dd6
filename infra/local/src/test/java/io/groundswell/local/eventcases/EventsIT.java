package io.groundswell.local.eventcases;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import io.groundswell.local.LocalCloud;
import io.groundswell.local.LocalOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Feeds every payload of {@code events/} to its function, on the whole stack. */
class EventsIT {

    private static final String RESPONSE_URL = "ResponseURL";
    private static final long PATIENCE_S = 10;
    private static final byte[] NOTHING = "null".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    private static Path data;

    private static LocalCloud cloud;
    private static Operator operator;
    private static FixtureFleet fleet;

    @BeforeAll
    static void start() {
        ExampleKeys.writeTo(data);
        cloud = LocalCloud.start(LocalOptions.of(Triggers.TEMPLATE).withData(data).withoutSchedules());
        operator = new Operator(cloud);
        fleet = new FixtureFleet(cloud);
        fleet.prepare();
    }

    @AfterAll
    static void stop() {
        if (cloud != null) {
            cloud.close();
        }
    }

    static Stream<String> payloads() {
        return Cases.TABLE.keySet().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("payloads")
    @DisplayName("each payload is answered as the table says")
    void answers(String name) throws Exception {
        JsonNode event = EventFiles.read(name);
        JsonNode result = event.has(RESPONSE_URL) ? askAsCloudFormation(name, event)
                : operator.invoke(EventFiles.function(name), event);
        Cases.TABLE.get(name).check(name, result);
    }

    @Test
    @DisplayName("[R31] the reports of events/Recorder/fleet-stream.json are on record, once, and finish their rollout")
    void streamIsRecorded() {
        JsonNode batch = EventFiles.read("Recorder/fleet-stream");
        operator.invoke("Recorder", batch);
        operator.invoke("Recorder", batch);
        FixtureFleet.await("the rollout succeeds", () -> fleet.status(FixtureFleet.id("fleet-stream")).equals("succeeded"));
        assertEquals(List.of("device.enrolled", "device.registered", "device.reported", "device.reported"),
                fleet.history("pump-0021"));
    }

    @Test
    @DisplayName("[R32] what events/Recorder/fleet-stream-redelivered.json brings again is not recorded again")
    void redeliveryIsDropped() {
        operator.invoke("Recorder", EventFiles.read("Recorder/fleet-stream-redelivered"));
        assertEquals(List.of("device.decommissioned", "device.enrolled"), fleet.history("pump-0008"));
    }

    /** CloudFormation's address is the one thing in a payload that only CloudFormation can answer. */
    private static JsonNode askAsCloudFormation(String name, JsonNode event) throws IOException, InterruptedException {
        BlockingQueue<byte[]> answers = new ArrayBlockingQueue<>(1);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(exchange.getRequestMethod().equals("PUT") && answers.offer(body) ? 200 : 403, -1);
            exchange.close();
        });
        server.start();
        try {
            ObjectNode local = event.deepCopy();
            local.put(RESPONSE_URL, "http://127.0.0.1:" + server.getAddress().getPort() + "/answer");
            JsonNode result = operator.invoke(EventFiles.function(name), local);
            byte[] answer = answers.poll(PATIENCE_S, TimeUnit.SECONDS);
            Expectation.returns().with("/Status", "SUCCESS").with("/PhysicalResourceId", "device-ca")
                    .with("/LogicalResourceId", "DeviceCa").with("/Data/CertificateKey", "pki/ca.pem")
                    .with("/RequestId", event.path("RequestId").asText())
                    .check(name + " at the ResponseURL", Operator.read(answer == null ? NOTHING : answer));
            return result;
        } finally {
            server.stop(0);
        }
    }
}
