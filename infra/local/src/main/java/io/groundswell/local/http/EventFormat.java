package io.groundswell.local.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Writes payload format 2.0 events.
 *
 * <p>Header values of one name are joined with commas, cookies go into a list of their own, the path is percent-decoded. A
 * body is text only for {@code text/*}, JSON, JavaScript and XML; any other content type, and none, makes it Base64, form
 * data included.
 */
final class EventFormat {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH).withZone(ZoneOffset.UTC);
    private static final Set<String> TEXT_TYPES = Set.of("application/json", "application/javascript", "application/xml");
    private static final Set<String> NOT_FORWARDED = Set.of("connection", "cookie", "keep-alive", "proxy-connection", "te", "trailer",
            "transfer-encoding", "upgrade", "x-forwarded-for", "x-forwarded-port", "x-forwarded-proto");

    private final HttpApiIdentity api;

    EventFormat(HttpApiIdentity api) {
        this.api = api;
    }

    byte[] event(IncomingRequest request, String decodedPath, RouteTable.Match match, Optional<IamCaller> caller, String requestId) {
        ObjectNode event = JSON.createObjectNode();
        event.put("version", "2.0");
        event.put("routeKey", match.route().key());
        event.put("rawPath", decodedPath);
        event.put("rawQueryString", request.rawQuery());
        cookies(request, event);
        event.set("headers", JSON.valueToTree(headers(request)));
        if (!request.rawQuery().isEmpty()) {
            event.set("queryStringParameters", JSON.valueToTree(query(request.rawQuery())));
        }
        event.set("requestContext", context(request, decodedPath, match, caller, requestId));
        if (!match.pathParameters().isEmpty()) {
            event.set("pathParameters", JSON.valueToTree(match.pathParameters()));
        }
        body(request, event);
        return bytes(event);
    }

    private static void cookies(IncomingRequest request, ObjectNode event) {
        List<String> headers = request.headers().getOrDefault("cookie", List.of());
        if (!headers.isEmpty()) {
            List<String> cookies = headers.stream().flatMap(header -> Arrays.stream(header.split(";"))).map(String::strip)
                    .filter(cookie -> !cookie.isEmpty()).toList();
            event.set("cookies", JSON.valueToTree(cookies));
        }
    }

    private Map<String, String> headers(IncomingRequest request) {
        Map<String, String> headers = new LinkedHashMap<>();
        request.headers().forEach((name, values) -> {
            if (!NOT_FORWARDED.contains(name)) {
                headers.put(name, String.join(",", values));
            }
        });
        headers.put("x-forwarded-for", request.header("x-forwarded-for").map(sent -> sent + ", ").orElse("") + request.sourceIp());
        headers.put("x-forwarded-port", api.port());
        headers.put("x-forwarded-proto", api.https() ? "https" : "http");
        return headers;
    }

    private static Map<String, String> query(String rawQuery) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : rawQuery.split("&")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
                String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
                parameters.merge(name, value, (first, next) -> first + "," + next);
            }
        }
        return parameters;
    }

    /** A broken escape in a query is passed on as it was sent. */
    private static String decoded(String text) {
        return Percent.decode(text, true).orElse(text);
    }

    private ObjectNode context(
            IncomingRequest request, String decodedPath, RouteTable.Match match, Optional<IamCaller> caller, String requestId) {
        ObjectNode context = JSON.createObjectNode();
        context.put("accountId", api.accountId());
        context.put("apiId", api.apiId());
        request.clientCertificate().ifPresent(certificate ->
                context.putObject("authentication").set("clientCert", clientCertificate(certificate)));
        caller.ifPresent(signer -> context.putObject("authorizer").set("iam", iam(signer)));
        context.put("domainName", api.domainName());
        context.put("domainPrefix", api.domainName().split("[.:]", 2)[0]);
        ObjectNode http = context.putObject("http");
        http.put("method", request.method());
        http.put("path", decodedPath);
        http.put("protocol", request.protocol());
        http.put("sourceIp", request.sourceIp());
        http.put("userAgent", request.header("user-agent").orElse(""));
        context.put("requestId", requestId);
        context.put("routeKey", match.route().key());
        context.put("stage", "$default");
        context.put("time", TIME.format(request.receivedAt()));
        context.put("timeEpoch", request.receivedAt().toEpochMilli());
        return context;
    }

    private static ObjectNode iam(IamCaller caller) {
        ObjectNode iam = JSON.createObjectNode();
        iam.put("accessKey", caller.accessKey());
        iam.put("accountId", caller.accountId());
        iam.put("callerId", caller.userId());
        iam.putNull("cognitoIdentity");
        iam.putNull("principalOrgId");
        iam.put("userArn", caller.userArn());
        iam.put("userId", caller.userId());
        return iam;
    }

    private static ObjectNode clientCertificate(X509Certificate certificate) {
        ObjectNode node = JSON.createObjectNode();
        node.put("clientCertPem", CertificateText.pem(certificate));
        node.put("subjectDN", CertificateText.name(certificate.getSubjectX500Principal()));
        node.put("issuerDN", CertificateText.name(certificate.getIssuerX500Principal()));
        node.put("serialNumber", certificate.getSerialNumber().toString());
        ObjectNode validity = node.putObject("validity");
        validity.put("notBefore", CertificateText.time(certificate.getNotBefore().toInstant()));
        validity.put("notAfter", CertificateText.time(certificate.getNotAfter().toInstant()));
        return node;
    }

    private static void body(IncomingRequest request, ObjectNode event) {
        if (request.body().length == 0) {
            event.put("isBase64Encoded", false);
            return;
        }
        Optional<String> text = isText(request) ? Percent.utf8(request.body()) : Optional.empty();
        event.put("body", text.orElseGet(() -> Base64.getEncoder().encodeToString(request.body())));
        event.put("isBase64Encoded", text.isEmpty());
    }

    private static boolean isText(IncomingRequest request) {
        if (request.headers().containsKey("content-encoding")) {
            return false;
        }
        String type = request.header("content-type").orElse("").split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return type.startsWith("text/") || TEXT_TYPES.contains(type);
    }

    private static byte[] bytes(ObjectNode event) {
        try {
            return JSON.writeValueAsString(event).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts and numbers can always be written", e);
        }
    }
}
