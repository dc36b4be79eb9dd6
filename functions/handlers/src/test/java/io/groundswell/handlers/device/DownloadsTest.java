package io.groundswell.handlers.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.handlers.testing.Api;
import io.groundswell.handlers.testing.Api.Answer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DownloadsTest {

    private static final String SHA256 = "ab".repeat(32);

    private final DeviceWorld world = new DeviceWorld();
    private Api device;

    @BeforeEach
    void enroll() {
        device = world.enroll("cam-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"timestamp.json", "2.root.json", "17.snapshot.json", "3.targets.json", "9.publisher.json"})
    @DisplayName("[R30] metadata arrives byte for byte, white space and letters beyond ASCII included")
    void servesMetadataAsItIs(String file) {
        String text = "{ \"signed\" : {\"é\":\"\\u00e9\"},\n\"signatures\":[] }\n";
        world.putMetadata(file, text);

        Answer answer = device.call("GET /device/tuf/{file=" + file + "}");

        assertEquals(200, answer.status());
        assertEquals(text, answer.text());
    }

    @Test
    @DisplayName("[R30] metadata that is too large for an answer is a redirect to the bucket")
    void redirectsToLargeMetadata() {
        world.putMetadata("1.publisher.json", "{\"a\":\"" + "x".repeat(4 * 1024 * 1024) + "\"}");

        Answer answer = device.call("GET /device/tuf/{file=1.publisher.json}");

        assertEquals(302, answer.status());
        assertTrue(answer.location().contains("/tuf/f/metadata/1.publisher.json?"), answer::location);
        assertTrue(answer.location().contains("X-Amz-Signature="), answer::location);
    }

    @ParameterizedTest
    @ValueSource(strings = {"root.json", "0.root.json", "01.root.json", "2.root.json", "../1.root.json", "1.root.json.bak",
            "1..json", "timestamp.json/", "1.a.b.json", "99999999999.root.json", "", "1.root.json\n"})
    @DisplayName("[R2] a file that is missing, or whose name is none of the repository's, is 404")
    void refusesOtherFiles(String file) {
        Answer answer = device.call("GET /device/tuf/{file=" + file + "}");
        assertEquals(404, answer.status());
        assertTrue(answer.error().startsWith("metadata"), answer::error);
    }

    @Test
    @DisplayName("[R5] [R6] a device reads its own fleet's repository only")
    void readsItsOwnFleet() {
        world.s3.upload("tuf/g/metadata/timestamp.json", "{}".getBytes(StandardCharsets.UTF_8), null);
        world.s3.upload("tuf/g/targets/vision/1/" + SHA256 + ".model.bin", new byte[1], null);
        assertEquals(404, device.call("GET /device/tuf/{file=timestamp.json}").status());
        assertEquals(404, device.call("GET /device/targets/{path+=vision/1/" + SHA256 + ".model.bin}").status());
    }

    @Test
    @DisplayName("[R3] a target is a redirect to the bucket, so its bytes never pass through a function")
    void redirectsToTargets() {
        world.s3.upload("tuf/f/targets/vision/1/" + SHA256 + ".model.bin", new byte[1], null);

        Answer answer = device.call("GET /device/targets/{path+=vision/1/" + SHA256 + ".model.bin}");

        assertEquals(302, answer.status());
        assertTrue(answer.location().contains("/tuf/f/targets/vision/1/" + SHA256 + ".model.bin?"), answer::location);
        assertTrue(answer.location().contains("X-Amz-Expires=900"), answer::location);
        assertEquals("", answer.text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"vision/1/model.bin", "vision/1/SHA.model.bin", "vision/SHA.model.bin", "a/vision/1/SHA.model.bin",
            "../1/SHA.model.bin", "vision/../SHA.model.bin", "vision/1/SHA.", "vision/1/SHA...", "", "/", "vision//SHA.m",
            "vision/1/SHA.model.bin/"})
    @DisplayName("[R2] a target that is missing or badly named is 404")
    void refusesOtherTargets(String path) {
        Answer answer = device.call("GET /device/targets/{path+=" + path.replace("SHA", "cd".repeat(32)) + "}");
        assertEquals(404, answer.status());
        assertTrue(answer.error().contains("target"), answer::error);
    }

    @Test
    @DisplayName("[R35] unknown query parameters are 400")
    void refusesQueries() {
        assertEquals(400, device.call("GET /device/tuf/{file=timestamp.json}?fleet=g").status());
    }
}
