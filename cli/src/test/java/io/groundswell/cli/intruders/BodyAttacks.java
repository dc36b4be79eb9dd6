package io.groundswell.cli.intruders;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Bodies that cost more than they should, or that two readers would read differently. */
interface BodyAttacks extends Attacks {

    String JSON = "application/json";

    /** Bodies that no route may take, by what is wrong with them. */
    static Map<String, byte[]> bombs() {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("no JSON", "x");
        texts.put("an array", "[]");
        texts.put("null", "null");
        texts.put("a string", "\"{}\"");
        texts.put("cut", "{\"name\":");
        texts.put("two objects", "{}{}");
        texts.put("deep arrays", "[".repeat(20_000));
        texts.put("deep objects", "{\"a\":".repeat(20_000));
        texts.put("deep and closed", "{\"a\":" + "[".repeat(2_000) + "]".repeat(2_000) + "}");
        texts.put("a long number", "{\"size\":" + "9".repeat(20_000) + "}");
        texts.put("a huge exponent", "{\"size\":1e999999999,\"percent\":1e999999999}");
        texts.put("an exponent beyond numbers", "{\"size\":1e99999999999}");
        texts.put("duplicate keys", "{\"name\":\"a\",\"name\":\"b\"}");
        texts.put("an unknown field", "{\"colour\":1}");
        texts.put("a huge name", "{\"" + "n".repeat(60_000) + "\":1}");
        texts.put("a huge string", "{\"name\":\"" + "s".repeat(100_000) + "\",\"colour\":1}");
        texts.put("half of a character", "{\"name\":\"\\ud800\",\"\\udfff\":1}");
        texts.put("NUL", "{\"na\\u0000me\":\"\\u0000\"}");
        texts.put("prototype", "{\"__proto__\":{\"admin\":true},\"constructor\":{}}");
        texts.put("byte order mark", "\ufeff{\"name\":\"a\"}");
        Map<String, byte[]> bombs = new LinkedHashMap<>();
        texts.forEach((what, text) -> bombs.put(what, text.getBytes(StandardCharsets.UTF_8)));
        bombs.put("overlong UTF-8", HexFormat.of().parseHex("7b226e616d65223a22c0af227d"));
        bombs.put("invalid UTF-8", HexFormat.of().parseHex("7b226e616d65223a22ff227d"));
        bombs.put("invalid UTF-32", HexFormat.of().parseHex("0000feff00110000"));
        bombs.put("UTF-16", "{\"name\":\"a\"}".getBytes(StandardCharsets.UTF_16));
        bombs.put("gzip", gzip("{\"name\":\"a\"}"));
        bombs.put("gzip bomb", gzip("0".repeat(10_000_000)));
        return bombs;
    }

    private static byte[] gzip(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }

    @Test
    @DisplayName("[R34] [R35] every body that no route may take is a 4xx with a sentence on every route, and nothing is written")
    default void bodiesOnEveryRoute() {
        Wire device = site().devices(Ground.certified(site().alpha.second).tls(site().serverCas));
        Map<String, byte[]> bombs = bombs();
        site().withoutTrace(() -> Routes.all().stream().filter(Routes.Route::takesBody).forEach(route ->
                bombs.forEach((what, body) -> {
                    Call call = Call.of(route.method(), route.target(name -> site().alpha.value(route, name)))
                            .with("content-type", JSON).body(body);
                    if (what.startsWith("gzip")) {
                        call = call.with("content-encoding", "gzip");
                    }
                    Reply reply = route.device() ? device.send(call)
                            : site().operator(PermissionAttacks.caller(route), call);
                    assertTrue(reply.refuses(what + " on " + route).status() != 403, () -> what + " on " + route + " was not let in");
                })));
    }

    @Test
    @DisplayName("[R35] a content type does not change what a body is")
    default void contentTypes() {
        site().withoutTrace(() -> {
            for (String type : List.of("text/plain", "application/xml", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
                    "application/octet-stream", "application/json; charset=utf-16", "application/json, text/html", "x", "")) {
                for (String body : List.of("name=a&devices=b", "<name>a</name>", "--x\r\n\r\n{}\r\n--x--", "{\"name\":\"a\"}")) {
                    Call call = Call.of("POST", site().alpha.path("/groups")).with("content-type", type).body(body);
                    assertEquals(400, site().operator("operator", call).refuses(type).status(), type);
                }
            }
        });
    }

    @Test
    @DisplayName("[R34] a body over the gateway's limit is 413, one over the function's is told its limit, declared or chunked")
    default void oversizedBodies() {
        byte[] eleven = new byte[11 * 1024 * 1024];
        String three = "{\"name\":\"" + "a".repeat(3 * 1024 * 1024) + "\"}";
        Wire device = site().devices(Ground.certified(site().alpha.second).tls(site().serverCas));
        site().withoutTrace(() -> {
            assertEquals(413, site().operators.send(Call.of("POST", "/enroll").body(eleven)).status());
            assertEquals(413, device.send(Call.of("POST", "/device/register").body(eleven)).status());
            assertEquals(413, site().operators.send(Call.of("POST", "/enroll").with("transfer-encoding", "chunked")
                    .body(chunked(eleven))).status());
            for (Reply reply : List.of(site().operators.send(Call.of("POST", "/enroll", three)), device.send(Call.of("POST", "/device/register", three)),
                    device.send(Call.of("POST", "/device/register").with("content-type", JSON).with("transfer-encoding", "chunked")
                            .body(chunked(three.getBytes(StandardCharsets.US_ASCII)))))) {
                assertEquals(400, reply.status(), reply::raw);
                assertTrue(reply.sentence().startsWith("the request body must have at most 2097152 characters, found "), reply::sentence);
            }
        });
    }

    private static byte[] chunked(byte[] body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes((Integer.toHexString(body.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        bytes.writeBytes(body);
        bytes.writeBytes("\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return bytes.toByteArray();
    }

    @Test
    @DisplayName("[R35] bodies that never end keep nobody else waiting")
    default void slowBodies() throws IOException {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 40; i++) {
                Socket socket = site().operators.open();
                socket.getOutputStream().write("POST /enroll HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"
                        .getBytes(StandardCharsets.US_ASCII));
                slow.add(socket);
            }
            assertEquals(200, site().operator("auditor", Call.of("GET", site().alpha.path(""))).status());
            Call enroll = Call.of("POST", "/enroll", "{}");
            assertEquals(400, site().operators.send(enroll).refuses(enroll).status());
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    @DisplayName("[R35] a request whose length two servers would read differently is refused, and what it hides is never run")
    default void requestSmuggling() {
        String hidden = "POST /enroll HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\n{}";
        Map<String, String> heads = new LinkedHashMap<>();
        heads.put("both lengths", "content-length: 4\r\ntransfer-encoding: chunked");
        heads.put("both lengths, other order", "transfer-encoding: chunked\r\ncontent-length: 4");
        heads.put("two lengths", "content-length: 0\r\ncontent-length: " + hidden.length());
        heads.put("a list of lengths", "content-length: 0, " + hidden.length());
        heads.put("a negative length", "content-length: -1");
        heads.put("a signed length", "content-length: +4");
        heads.put("a hexadecimal length", "content-length: 0x4");
        heads.put("a length beyond numbers", "content-length: 99999999999999999999");
        heads.put("unknown encoding", "transfer-encoding: xchunked");
        heads.put("two encodings", "transfer-encoding: chunked\r\ntransfer-encoding: identity");
        heads.put("chunked is not last", "transfer-encoding: chunked, gzip");
        heads.put("space before the colon", "transfer-encoding : chunked");
        heads.put("folded header", "x: y\r\n transfer-encoding: chunked");
        heads.put("NUL in a header", "x: a\0b");
        heads.put("bare CR in a header", "x: a\rtransfer-encoding: chunked");
        heads.put("no name", ": x");
        site().withoutTrace(() -> heads.forEach((what, head) -> {
            String request = "POST /enroll HTTP/1.1\r\nhost: x\r\n" + head + "\r\n\r\n0\r\n\r\n" + hidden;
            Reply reply = site().operators.exchange(request.getBytes(StandardCharsets.ISO_8859_1));
            assertTrue(reply.status() >= 400 && reply.status() < 500, () -> what + " was answered " + reply.raw());
            assertTrue(reply.answers() == 1, () -> what + " got " + reply.answers() + " answers: " + reply.raw());
        }));
    }
}
