package io.groundswell.local.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.groundswell.local.lambda.InvocationResult;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpApiGatewayTest {

    private static final HttpApiIdentity API = new HttpApiIdentity("a1b2c3d4e5", "000000000000", "us-east-1", "127.0.0.1:8443", false);
    private static final Instant NOW = Instant.parse("2026-03-12T19:03:58.390Z");

    private final RecordingInvoker function = new RecordingInvoker();
    private final AtomicLong nanoTime = new AtomicLong();
    private String asked = "";
    private final HttpApiGateway gateway = new HttpApiGateway(API, List.of(
            Route.of("GET", "/fleets/{fleet}", true, Optional.empty(), "f"),
            Route.of("POST", "/open", false, Optional.empty(), "f"),
            Route.of("GET", "/files/{path+}", false, Optional.empty(), "f"),
            Route.of("POST", "/enroll", false, Optional.of(new Throttle(1, 2, nanoTime::get)), "f")),
            (request, resource) -> {
                asked = resource;
                return request.header("authorization").map(key -> new IamCaller(key, "000000000000", "arn:aws:iam::000000000000:user/operator", "AIDAX"));
            }, function);

    private Answer call(String method, String path, String query, Map<String, List<String>> headers, byte[] body) {
        return gateway.answer(new IncomingRequest(method, path, query, headers, body, "HTTP/1.1", "127.0.0.1", Optional.empty(), NOW));
    }

    private Answer post(String contentType, byte[] body) {
        return call("POST", "/open", "", Map.of("content-type", List.of(contentType)), body);
    }

    private static String text(Answer answer) {
        return answer.status() + " " + new String(answer.body(), UTF_8);
    }

    @Test
    @DisplayName("an event is payload format 2.0, field by field")
    void writesEvent() throws Exception {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        headers.put("authorization", List.of("AKIA1"));
        headers.put("cookie", List.of("a=1; b=2"));
        headers.put("user-agent", List.of("curl/8"));
        headers.put("x-many", List.of("1", "2"));
        headers.put("x-forwarded-for", List.of("10.0.0.1"));
        call("GET", "/fleets/f%20g", "limit=5&tag=a&tag=b%26c&empty", headers, new byte[0]);
        ((com.fasterxml.jackson.databind.node.ObjectNode) function.events.getFirst().get("requestContext")).put("requestId", "id");
        assertEquals(new ObjectMapper().readTree("""
                {"version":"2.0","routeKey":"GET /fleets/{fleet}","rawPath":"/fleets/f g","rawQueryString":"limit=5&tag=a&tag=b%26c&empty",
                 "cookies":["a=1","b=2"],
                 "headers":{"authorization":"AKIA1","user-agent":"curl/8","x-many":"1,2","x-forwarded-for":"10.0.0.1, 127.0.0.1",
                   "x-forwarded-port":"8443","x-forwarded-proto":"http"},
                 "queryStringParameters":{"limit":"5","tag":"a,b&c","empty":""},
                 "requestContext":{"accountId":"000000000000","apiId":"a1b2c3d4e5",
                   "authorizer":{"iam":{"accessKey":"AKIA1","accountId":"000000000000","callerId":"AIDAX","cognitoIdentity":null,
                     "principalOrgId":null,"userArn":"arn:aws:iam::000000000000:user/operator","userId":"AIDAX"}},
                   "domainName":"127.0.0.1:8443","domainPrefix":"127",
                   "http":{"method":"GET","path":"/fleets/f g","protocol":"HTTP/1.1","sourceIp":"127.0.0.1","userAgent":"curl/8"},
                   "requestId":"id","routeKey":"GET /fleets/{fleet}","stage":"$default",
                   "time":"12/Mar/2026:19:03:58 +0000","timeEpoch":1773342238390},
                 "pathParameters":{"fleet":"f g"},"isBase64Encoded":false}"""), function.events.getFirst());
        assertEquals("arn:aws:execute-api:us-east-1:000000000000:a1b2c3d4e5/$default/GET/fleets/f g", asked);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "application/json | {\"a\":1} | false",
        "text/plain; charset=utf-8 | {\"a\":1} | false",
        "application/x-www-form-urlencoded | eyJhIjoxfQ== | true",
        "application/octet-stream | eyJhIjoxfQ== | true",
    })
    @DisplayName("a body is text for text types and Base64 for all others, form data included")
    void decidesTextOrBinary(String contentType, String body, boolean base64) {
        post(contentType, "{\"a\":1}".getBytes(UTF_8));
        JsonNode event = function.events.getFirst();
        assertEquals(body, event.get("body").asText());
        assertEquals(base64, event.get("isBase64Encoded").asBoolean());
    }

    @Test
    @DisplayName("[R6] headers that look like a caller's identity or certificate stay headers")
    void keepsIdentityOutOfReach() {
        call("POST", "/open", "", Map.of(
                "x-amzn-client-cert", List.of("forged"), "requestcontext", List.of("{\"authentication\":{}}"), "host", List.of("evil")), new byte[0]);
        JsonNode context = function.events.getFirst().get("requestContext");
        assertFalse(context.has("authentication"));
        assertFalse(context.has("authorizer"));
        assertEquals("127.0.0.1:8443", context.get("domainName").asText());
        assertFalse(context.toString().contains("forged"));
    }

    @Test
    @DisplayName("[R34] API Gateway's own answers have its text")
    void answersByItself() {
        assertEquals("404 {\"message\":\"Not Found\"}", text(call("GET", "/nowhere", "", Map.of(), new byte[0])));
        assertEquals("404 {\"message\":\"Not Found\"}", text(call("DELETE", "/open", "", Map.of(), new byte[0])));
        assertEquals("403 {\"message\":\"Forbidden\"}", text(call("GET", "/fleets/f", "", Map.of(), new byte[0])));
        assertEquals("413 {\"message\":\"Request Entity Too Large\"}", text(post("text/plain", new byte[10 * 1024 * 1024 + 1])));
        assertEquals("400 {\"message\":\"Bad Request\"}", text(call("GET", "/files/%zz", "", Map.of(), new byte[0])));
        assertEquals("431 {\"message\":\"Request Header Fields Too Large\"}",
                text(call("POST", "/open", "", Map.of("x", List.of("y".repeat(10_240))), new byte[0])));
        assertTrue(function.events.isEmpty());
    }

    @Test
    @DisplayName("[R34] a route with a limit answers 429 when the burst is used up, and takes requests again as time passes")
    void throttles() {
        assertEquals(200, call("POST", "/enroll", "", Map.of(), new byte[0]).status());
        assertEquals(200, call("POST", "/enroll", "", Map.of(), new byte[0]).status());
        assertEquals("429 {\"message\":\"Too Many Requests\"}", text(call("POST", "/enroll", "", Map.of(), new byte[0])));
        nanoTime.set(1_000_000_000L);
        assertEquals(200, call("POST", "/enroll", "", Map.of(), new byte[0]).status());
        assertEquals(429, call("POST", "/enroll", "", Map.of(), new byte[0]).status());
    }

    @Test
    @DisplayName("a function's error, malformed response or missing capacity never shows its text")
    void hidesFailures() {
        function.result = new InvocationResult.Failed("java.lang.Error", "secret", new byte[0]);
        assertEquals("500 {\"message\":\"Internal Server Error\"}", text(post("text/plain", new byte[0])));
        function.result = RecordingInvoker.returning("{\"statusCode\":\"abc\"}");
        assertEquals("500 {\"message\":\"Internal Server Error\"}", text(post("text/plain", new byte[0])));
        function.result = new InvocationResult.Throttled("busy");
        assertEquals("503 {\"message\":\"Service Unavailable\"}", text(post("text/plain", new byte[0])));
        function.result = new InvocationResult.Unfinished();
        assertEquals("503 {\"message\":\"Service Unavailable\"}", text(post("text/plain", new byte[0])));
    }

    @Test
    @DisplayName("a response carries status, headers, cookies and a body that may be Base64")
    void mapsResponse() {
        function.result = RecordingInvoker.returning("""
                {"statusCode":302,"headers":{"Location":"https://s3/x","X-N":5},"cookies":["a=1","b=2"],"multiValueHeaders":null,
                 "body":"AQI=","isBase64Encoded":true}""");
        Answer answer = post("text/plain", new byte[0]);
        assertEquals(302, answer.status());
        assertEquals(List.of(Map.entry("location", "https://s3/x"), Map.entry("x-n", "5"), Map.entry("set-cookie", "a=1"),
                Map.entry("set-cookie", "b=2"), Map.entry("content-type", "text/plain;charset=UTF-8")), answer.headers());
        assertEquals(List.of((byte) 1, (byte) 2), List.of(answer.body()[0], answer.body()[1]));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"{\"a\":1} | {\"a\":1}", "\"hello\" | hello", "[1] | [1]", "null | null"})
    @DisplayName("a response without statusCode is the JSON body of a 200")
    void infersResponse(String response, String body) {
        function.result = RecordingInvoker.returning(response);
        Answer answer = post("text/plain", new byte[0]);
        assertEquals("200 " + body, text(answer));
        assertEquals(List.of(Map.entry("content-type", "application/json")), answer.headers());
    }
}
