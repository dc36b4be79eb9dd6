package io.groundswell.handlers.artifact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.domain.name.ArtifactRef;
import io.groundswell.handlers.aws.PresignedUploads;
import io.groundswell.handlers.json.Json;
import io.groundswell.handlers.table.ArtifactStore;
import io.groundswell.handlers.table.FleetStore;
import io.groundswell.handlers.table.Keys;
import io.groundswell.handlers.table.TestDevices;
import io.groundswell.handlers.testing.Api;
import io.groundswell.handlers.testing.Api.Answer;
import io.groundswell.handlers.testing.LocalTables;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

class ArtifactRoutesTest {

    private static final String ARTIFACTS = "POST /fleets/{fleet=f}/artifacts";
    private static final String SHA256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    private static final String DECLARATION = """
            {"name":"detector","version":"1.0.0","kind":"model","filename":"model.onnx","size":3,
             "sha256":"%s","manifest":{"labels":["cat","dog"],"input":{"width":640}}}""".formatted(SHA256);

    private final LocalTables tables = LocalTables.create();
    private final TestDevices fleets = new TestDevices(tables);
    private Instant now = Instant.parse("2026-03-01T09:30:00Z");
    private Api api;

    @BeforeEach
    void openFleet() {
        fleets.fleet("f");
        S3Presigner presigner = S3Presigner.builder().region(Region.EU_CENTRAL_1)
                .endpointOverride(URI.create("http://127.0.0.1:9000"))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret"))).build();
        api = Api.of(new ArtifactRoutes(new FleetStore(tables.fleet()), new ArtifactStore(tables.fleet()),
                new PresignedUploads(presigner, "bucket", Duration.ofHours(1)), () -> now).routes());
    }

    @Test
    @DisplayName("[R3] declaring answers with an upload whose signature covers length, checksum and absence")
    void declares() {
        Answer answer = api.call(ARTIFACTS, DECLARATION);

        assertEquals(201, answer.status());
        assertEquals("declared", answer.text("status"));
        assertEquals("detector/1.0.0/model.onnx", answer.text("target"));
        assertEquals(640, answer.body().path("manifest").path("input").path("width").asInt());
        assertEquals("PUT", answer.body().path("upload").path("method").asText());
        String url = answer.body().path("upload").path("url").asText();
        assertTrue(url.startsWith("http://127.0.0.1:9000/bucket/tuf/f/targets/detector/1.0.0/" + SHA256 + ".model.onnx?"), url);
        String signed = url.replaceAll(".*X-Amz-SignedHeaders=([^&]*).*", "$1");
        assertEquals("content-length%3Bhost%3Bif-none-match%3Bx-amz-checksum-sha256", signed);
        assertEquals(Json.read("""
                {"content-length":"3","if-none-match":"*",
                 "x-amz-checksum-sha256":"ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0="}""".getBytes(StandardCharsets.UTF_8)),
                answer.body().path("upload").path("headers"));
        assertEquals(List.of("artifact.declared"), fleets.eventsOn(Keys.artifact("f", new ArtifactRef("detector", "1.0.0"))));
    }

    @Test
    @DisplayName("[R1] a duplicate name and version is 409, whatever it declares")
    void refusesDuplicates() {
        api.call(ARTIFACTS, DECLARATION);

        assertEquals(409, api.call(ARTIFACTS, DECLARATION).status());
        assertEquals(409, api.call(ARTIFACTS, DECLARATION.replace("model.onnx", "other.onnx")).status());
        assertEquals(201, api.call(ARTIFACTS, DECLARATION.replace("1.0.0", "1.0.1")).status());
    }

    @Test
    @DisplayName("[R3] the same declaration gets a new upload address once the old one ran out, and changes nothing")
    void renewsUploadAddress() {
        api.call(ARTIFACTS, DECLARATION);
        now = now.plus(Duration.ofHours(1));

        Answer renewed = api.call(ARTIFACTS, DECLARATION);

        assertEquals(201, renewed.status());
        assertTrue(renewed.body().path("upload").has("url"));
        assertEquals(1, fleets.revision(Keys.artifact("f", new ArtifactRef("detector", "1.0.0"))));
        assertEquals(409, api.call(ARTIFACTS, DECLARATION.replace("640", "641")).status());
    }

    @Test
    @DisplayName("[R1] an operating-system bundle is sent to the OS update path")
    void refusesOperatingSystems() {
        Answer answer = api.call(ARTIFACTS, DECLARATION.replace("\"model\"", "\"os\""));

        assertEquals(400, answer.status());
        assertEquals("kind must be model, container or config, found \"os\": operating-system bundles take the OS update path",
                answer.error());
    }

    @ParameterizedTest
    @DisplayName("[R35] a declaration that cannot be signed is refused by name and changes nothing")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "size":3 | "size":0 | size must be 1 to 5368709120 bytes, found 0
            "size":3 | "size":5368709121 | size must be 1 to 5368709120 bytes, found 5368709121
            "size":3 | "size":3.0 | size must be an integer, found the number 3.0
            "size":3 | "size":99999999999999999999 | size must be an integer, found the number 99999999999999999999
            "size":3 | "size":3,"bytes":"x" | unknown field "bytes"; known here: filename, kind, manifest, name, sha256, size, version
            model.onnx | ../model.onnx | filename must match [A-Za-z0-9][A-Za-z0-9._-]{0,63} without "..", found "../model.onnx"
            model.onnx | a..b | filename must match [A-Za-z0-9][A-Za-z0-9._-]{0,63} without "..", found "a..b"
            detector | a/b | name must match [A-Za-z0-9][A-Za-z0-9._-]{0,63} without "..", found "a/b"
            1.0.0 | history | version must not be "history", which the address of the update history uses; choose another one
            ba78 | BA78 | sha256 must be 64 lower-case hexadecimal digits, found "BA7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
            640 | 6.5 | manifest.input.width must be an integer between -9007199254740991 and 9007199254740991; write other numbers as text
            640 | 9007199254740992 | manifest.input.width must be an integer between -9007199254740991 and 9007199254740991; write other numbers as text
            640 | null | manifest.input.width must not be null; leave the member out
            "cat" | "c\\u00e4t" | manifest.labels[0] must be printable ASCII, found "cät"
            "cat" | [[[[[[[]]]]]]] | manifest must be at most 8 levels deep, found more
            "labels" | "" | manifest must name its members, found a member without name
            """)
    void refusesWhatCannotBeSigned(String part, String instead, String error) {
        int before = fleets.count();

        Answer answer = api.call(ARTIFACTS, DECLARATION.replace(part, instead));

        assertEquals(error, answer.error());
        assertEquals(400, answer.status());
        assertEquals(before, fleets.count());
    }

    @ParameterizedTest
    @DisplayName("[R30] what no device would accept of a manifest is not signed")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            config | "path":"etc/app.conf" | manifest.path must be an absolute path of up to 1024 characters without ".", ".." or empty parts, found "etc/app.conf"
            config | "path":"/etc/../shadow" | manifest.path must be an absolute path of up to 1024 characters without ".", ".." or empty parts, found "/etc/../shadow"
            config | "path":"/etc//app.conf" | manifest.path must be an absolute path of up to 1024 characters without ".", ".." or empty parts, found "/etc//app.conf"
            config | "path":["/etc/app.conf"] | manifest.path must be an absolute path of up to 1024 characters without ".", ".." or empty parts, found an array
            config | "mode":"4755" | manifest.mode must be three octal digits, as in "0640", found "4755"
            config | "mode":640 | manifest.mode must be three octal digits, as in "0640", found 640
            config | "reload":" " | manifest.reload must be the name that devices give to a reload, up to 255 characters, found " "
            container | "image":"app:latest" | manifest.image must be the image's digest, "sha256:" and 64 lower-case hexadecimal digits, found "app:latest"
            container | "container":"../app" | manifest.container must be a name that matches [A-Za-z0-9][A-Za-z0-9._-]{0,63}, found "../app"
            """)
    void refusesWhatNoDeviceAccepts(String kind, String member, String error) {
        int before = fleets.count();

        Answer answer = api.call(ARTIFACTS, DECLARATION.replace("\"model\"", "\"" + kind + "\"")
                .replace("\"labels\":[\"cat\",\"dog\"]", member));

        assertEquals(error, answer.error());
        assertEquals(400, answer.status());
        assertEquals(before, fleets.count());
    }

    @ParameterizedTest
    @DisplayName("[R30] what a device reads of a manifest is declared as it is, and may be left out")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            config | "path":"/etc/app/app.conf","mode":"0640","reload":"app.service"
            container | "image":"sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad","container":"app"
            config | "labels":[]
            model | "path":"anything"
            """)
    void acceptsWhatDevicesRead(String kind, String member) {
        assertEquals(201, api.call(ARTIFACTS, DECLARATION.replace("\"model\"", "\"" + kind + "\"")
                .replace("\"labels\":[\"cat\",\"dog\"]", member)).status());
    }

    @Test
    @DisplayName("[R35] a manifest holds 16 KB, not more")
    void limitsManifest() {
        assertEquals(400, api.call(ARTIFACTS, DECLARATION.replace("cat", "c".repeat(16 * 1024))).status());
        assertEquals(201, api.call(ARTIFACTS, DECLARATION.replace("cat", "c".repeat(16_000))).status());
    }

    @Test
    @DisplayName("[R34] artifacts are read one by one and page by page")
    void reads() {
        for (String version : List.of("2", "1", "3")) {
            api.call(ARTIFACTS, DECLARATION.replace("1.0.0", version));
        }

        Answer one = api.call("GET /fleets/{fleet=f}/artifacts/{name=detector}/{version=2}");
        Answer first = api.call("GET /fleets/{fleet=f}/artifacts?limit=2");
        Answer second = api.call("GET /fleets/{fleet=f}/artifacts?limit=2&next_token=" + first.text("next_token"));

        assertEquals(200, one.status());
        assertFalse(one.body().has("upload"));
        assertEquals(List.of("1", "2"), first.body().path("artifacts").findValuesAsText("version"));
        assertEquals(List.of("3"), second.body().path("artifacts").findValuesAsText("version"));
        assertFalse(second.body().has("next_token"));
        assertEquals(404, api.call("GET /fleets/{fleet=f}/artifacts/{name=detector}/{version=4}").status());
        assertEquals(404, api.call("GET /fleets/{fleet=nowhere}/artifacts").status());
        assertEquals(400, api.call("GET /fleets/{fleet=f}/artifacts?next_token=Iw").status());
        assertEquals(400, api.call("GET /fleets/{fleet=f}/artifacts/{name=..}/{version=4}").status());
    }
}
