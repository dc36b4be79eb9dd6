package io.groundswell.cli.intruders;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Putting other bytes where an artifact belongs, and reading what is another fleet's. */
interface UploadAttacks extends Attacks {

    byte[] BYTES = "these bytes and no others".getBytes(StandardCharsets.UTF_8);

    @Test
    @DisplayName("[R3] an upload address takes the declared bytes, once, under the declared key, by PUT, until it expires")
    default void tamperedUploads() {
        JsonNode upload = site().alpha.declare("upload", "1.0.0", BYTES).path("upload");
        Wire storage = Wire.plain(URI.create(upload.path("url").asText()));
        String target = upload.path("url").asText().replaceFirst("^https?://[^/]+", "");
        Call right = new Call("PUT", target, upload.path("headers").properties().stream()
                .filter(header -> !header.getKey().equals("content-length"))
                .map(header -> Map.entry(header.getKey(), header.getValue().asText())).toList(), BYTES);
        Map<String, Call> forged = new LinkedHashMap<>();
        forged.put("another fleet's key", right.target(target.replace("/tuf/alpha/", "/tuf/beta/")));
        forged.put("metadata", right.target(target.replaceFirst("/targets/[^?]*", "/metadata/timestamp.json")));
        forged.put("another version", right.target(target.replace("/1.0.0/", "/1.0.1/")));
        forged.put("up and down", right.target(target.replace("/targets/", "/targets/../targets/")));
        forged.put("longer life", right.target(target.replaceFirst("X-Amz-Expires=\\d+", "X-Amz-Expires=604800")));
        forged.put("another date", right.target(target.replaceFirst("X-Amz-Date=\\d{4}", "X-Amz-Date=2020")));
        forged.put("fewer signed headers", right.target(target.replaceFirst("(X-Amz-SignedHeaders=)[^&]*", "$1host")));
        forged.put("one more parameter", right.target(target + "&acl"));
        forged.put("other bytes", right.body("these bytes and no otherz"));
        forged.put("more bytes", right.body("these bytes and no others, and more"));
        forged.put("no bytes", right.body(""));
        forged.put("another checksum", right.changed("x-amz-checksum-sha256", "A".repeat(43) + "="));
        forged.put("no checksum", right.without("x-amz-checksum-sha256"));
        forged.put("overwriting allowed", right.without("if-none-match"));
        forged.put("an unsigned header", right.with("x-amz-acl", "public-read"));
        forged.put("no signature", right.target(target.replaceFirst("X-Amz-Signature=[0-9a-f]+", "X-Amz-Signature=")));
        forged.put("deletion", right.method("DELETE"));
        forged.put("reading", right.method("GET").body(""));
        site().withoutTrace(() -> forged.forEach((what, call) -> {
            int status = storage.send(call).status();
            assertTrue(status >= 400 && status < 500, () -> what + " was answered " + status);
        }));
        assertEquals(200, storage.send(right).status());
        site().withoutTrace(() -> assertEquals(412, storage.send(right).status()));
    }

    @Test
    @DisplayName("[R3] [R5] a download address gives the one file it was made for, to read, until it expires")
    default void tamperedDownloads() {
        Reply redirect = site().device(Ground.certified(site().alpha.first),
                Call.of("GET", "/device/targets/" + site().alpha.target()));
        assertEquals(302, redirect.status());
        String url = redirect.header("location").orElseThrow();
        String target = url.replaceFirst("^https?://[^/]+", "");
        site().alpha.secrets.add(target.replaceAll(".*X-Amz-Signature=", ""));
        Wire storage = Wire.plain(URI.create(url));
        Map<String, Call> forged = new LinkedHashMap<>();
        forged.put("another fleet's file", Call.of("GET", target.replace(site().alpha.target(), site().beta.target())
                .replace("/tuf/alpha/", "/tuf/beta/")));
        forged.put("the CA", Call.of("GET", target.replaceFirst("/tuf/[^?]*", "/pki/ca.pem")));
        forged.put("the bucket", Call.of("GET", target.replaceFirst("/tuf/[^?]*", "/")));
        forged.put("a listing", Call.of("GET", target.replaceFirst("/tuf/[^?]*\\?", "/?list-type=2&")));
        forged.put("expired", Call.of("GET", target.replaceFirst("X-Amz-Date=\\d{4}", "X-Amz-Date=2020")
                .replaceFirst("%2F20\\d\\d", "%2F2020")));
        forged.put("longer life", Call.of("GET", target.replaceFirst("X-Amz-Expires=\\d+", "X-Amz-Expires=604800")));
        forged.put("overwriting", Call.of("PUT", target, "evil"));
        forged.put("deleting", Call.of("DELETE", target));
        forged.put("unsigned", Call.of("GET", target.replaceFirst("\\?.*", "")));
        site().withoutTrace(() -> forged.forEach((what, call) -> {
            Reply reply = storage.send(call);
            assertEquals(403, reply.status(), () -> what + " was answered " + reply.raw());
        }));
        assertEquals("app of alpha", storage.send(Call.of("GET", target)).body());
    }
}
