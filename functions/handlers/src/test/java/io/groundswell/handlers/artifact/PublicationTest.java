package io.groundswell.handlers.artifact;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.domain.artifact.Artifact;
import io.groundswell.domain.artifact.ArtifactContent;
import io.groundswell.domain.artifact.ArtifactKind;
import io.groundswell.domain.artifact.ArtifactStatus;
import io.groundswell.domain.json.Sha256;
import io.groundswell.domain.name.ArtifactRef;
import io.groundswell.handlers.table.Evidence;
import io.groundswell.handlers.table.Keys;
import io.groundswell.handlers.testing.Api.Answer;
import io.groundswell.tuf.TargetFile;
import io.groundswell.tuf.client.TufClient;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PublicationTest {

    private static final byte[] BYTES = "abc".getBytes(StandardCharsets.US_ASCII);
    private static final String SHA256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    private static final String OBJECT = "tuf/f/targets/detector/1.0.0/" + SHA256 + ".model.onnx";
    private static final String PUBLISH = "POST /fleets/{fleet=f}/artifacts/{name=detector}/{version=1.0.0}/publish";
    private static final ArtifactRef DETECTOR = new ArtifactRef("detector", "1.0.0");

    private final PublisherFixture publisher = new PublisherFixture();

    @Test
    @DisplayName("[R3] publishing signs what S3 holds, and a client finds the target with its kind and manifest")
    void publishes() {
        declare();
        publisher.s3.upload(OBJECT, BYTES, Sha256.of(BYTES));

        Answer published = publisher.api.call(PUBLISH);

        assertEquals(200, published.status());
        assertEquals("published", published.text("status"));
        TargetFile target = publisher.clientOf("f").findTarget("detector/1.0.0/model.onnx").orElseThrow();
        assertEquals(3, target.length());
        assertEquals(Map.of("kind", "model", "manifest", Map.of("input", 640L)), target.custom());
        assertEquals(List.of("artifact.published"), publisher.items.eventsOn(Keys.artifact("f", DETECTOR)));
    }

    @Test
    @DisplayName("[R3] publishing again is the same answer, no second event, nothing signed")
    void publishesOnce() {
        declare();
        publisher.s3.upload(OBJECT, BYTES, Sha256.of(BYTES));
        Answer first = publisher.api.call(PUBLISH);
        int signatures = publisher.kms.signatures();

        Answer second = publisher.api.call(PUBLISH);

        assertEquals(first.body(), second.body());
        assertEquals(signatures, publisher.kms.signatures());
        assertEquals(2, publisher.items.revision(Keys.artifact("f", DETECTOR)));
    }

    @Test
    @DisplayName("[R3] a publication that was cut short at any write is completed by publishing again")
    void completesPublicationAfterACrash() {
        declare();
        publisher.s3.upload(OBJECT, BYTES, Sha256.of(BYTES));
        for (int crashAt = 1; crashAt <= 3; crashAt++) {
            publisher.cutShortAt(crashAt);
            assertEquals(500, publisher.api.call(PUBLISH).status());
            assertEquals(ArtifactStatus.DECLARED, publisher.artifacts.get("f", DETECTOR).value().status());
            assertTrue(publisher.clientOf("f").findTarget("detector/1.0.0/model.onnx").isEmpty());
        }
        publisher.mend();

        assertEquals(200, publisher.api.call(PUBLISH).status());
        assertTrue(publisher.clientOf("f").findTarget("detector/1.0.0/model.onnx").isPresent());
    }

    @Test
    @DisplayName("[R3] bytes that are missing, of another length or hash, or unchecked by S3 are 409 and nothing is signed")
    void refusesOtherBytes() {
        declare();
        byte[] timestamp = publisher.s3.bytes("tuf/f/metadata/timestamp.json");

        Answer missing = publisher.api.call(PUBLISH);
        publisher.s3.upload(OBJECT, "abcd".getBytes(StandardCharsets.US_ASCII), Sha256.of(BYTES));
        Answer longer = publisher.api.call(PUBLISH);
        publisher.s3.upload(OBJECT, "abd".getBytes(StandardCharsets.US_ASCII), Sha256.of("abd".getBytes(StandardCharsets.US_ASCII)));
        Answer other = publisher.api.call(PUBLISH);
        publisher.s3.upload(OBJECT, BYTES, null);
        Answer unchecked = publisher.api.call(PUBLISH);

        assertEquals(List.of(409, 409, 409, 409),
                List.of(missing.status(), longer.status(), other.status(), unchecked.status()));
        assertEquals("artifact detector 1.0.0 has no bytes yet; upload model.onnx to the address that declaring it gave, "
                + "then publish again", missing.error());
        assertEquals("artifact detector 1.0.0 must have 3 bytes as declared, found 4 uploaded; "
                + "declare the right size as another version", longer.error());
        assertEquals("artifact detector 1.0.0 must have sha256 " + SHA256 + " as declared, found "
                + "a52d159f262b2c6ddb724a61840befc36eb30c88877a4030b65cbe86298449c9 uploaded; "
                + "declare the right one as another version", other.error());
        assertArrayEquals(timestamp, publisher.s3.bytes("tuf/f/metadata/timestamp.json"));
        assertEquals(ArtifactStatus.DECLARED, publisher.artifacts.get("f", DETECTOR).value().status());
    }

    @Test
    @DisplayName("[R3] concurrent publications never overwrite one another")
    void publishesConcurrently() throws Exception {
        declare();
        List<String> versions = List.of("1.0.1", "1.0.2", "1.0.3", "1.0.4", "1.0.5");
        versions.forEach(version -> {
            declareVersion(version);
            publisher.s3.upload("tuf/f/targets/detector/" + version + "/" + SHA256 + ".model.onnx", BYTES, Sha256.of(BYTES));
        });
        List<Answer> answers = PublisherFixture.together(versions.stream().<Supplier<Answer>>map(version -> () ->
                publisher.api.call("POST /fleets/{fleet=f}/artifacts/{name=detector}/{version=" + version + "}/publish"))
                .toList());

        assertEquals(List.of(200, 200, 200, 200, 200), answers.stream().map(Answer::status).toList());
        TufClient client = publisher.clientOf("f");
        versions.forEach(version -> assertTrue(client.findTarget("detector/" + version + "/model.onnx").isPresent(), version));
    }

    @Test
    @DisplayName("[R34] what does not exist is 404, what is no name 400")
    void namesWhatDoesNotExist() {
        assertEquals(404, publisher.api.call(PUBLISH).status());
        publisher.api.call("POST /fleets", publisher.founding("f"));
        assertEquals(404, publisher.api.call(PUBLISH).status());
        assertEquals(400, publisher.api.call("POST /fleets/{fleet=f}/artifacts/{name=..}/{version=1}/publish").status());
        assertEquals(400, publisher.api.call("POST /fleets/{fleet=-}/keys").status());
        assertEquals(400, publisher.api.call("POST /fleets/{fleet=f}/keys", "{\"force\":true}").status());
        assertFalse(publisher.items.revision(Keys.artifact("f", DETECTOR)) > 0);
    }

    private void declare() {
        publisher.api.call("POST /fleets", publisher.founding("f"));
        declareVersion("1.0.0");
    }

    private void declareVersion(String version) {
        Artifact artifact = new Artifact(new ArtifactRef("detector", version), ArtifactKind.MODEL,
                new ArtifactContent("model.onnx", 3, SHA256), Map.of("input", 640L), ArtifactStatus.DECLARED);
        publisher.artifacts.declare("f", artifact, publisher.now,
                new Evidence("artifact.declared", "test", publisher.now, Map.of()));
    }
}
