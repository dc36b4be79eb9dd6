package io.groundswell.local.aws;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import io.groundswell.local.dynamodb.TableAccess;
import io.groundswell.local.iam.Principal;
import io.groundswell.local.iam.SignedRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Hands verified calls on to DynamoDB Local, after the caller's policies. */
final class DynamoDbProxy {

    static final String SIGNING_NAME = "dynamodb";
    private static final Set<String> PREFIXES = Set.of("DynamoDB_20120810", "DynamoDBStreams_20120810");
    private static final Set<String> FORWARDED = Set.of("authorization", "content-type", "x-amz-date", "x-amz-security-token", "x-amz-target");
    private static final Set<String> RETURNED = Set.of("content-type", "x-amz-crc32", "x-amzn-requestid");
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI database;
    private final TableAccess tableAccess;
    private final HttpClient client;

    DynamoDbProxy(URI database, TableAccess tableAccess, HttpClient client) {
        this.database = database;
        this.tableAccess = tableAccess;
        this.client = client;
    }

    void forward(HttpExchange exchange, SignedRequest request, Target target, byte[] body, Principal caller) throws IOException {
        if (!PREFIXES.contains(target.prefix())) {
            throw target.unknown();
        }
        if (!caller.owner()) {
            var accesses = tableAccess.of(target.operation(), parse(body)).orElseThrow(() -> ServiceError.client("AccessDeniedException",
                    "User: " + caller.arn() + " is not authorized to perform: dynamodb:" + target.operation() + "; locally only the account's owner may"));
            JsonFront.authorize(caller, accesses);
        }
        var forwarded = HttpRequest.newBuilder(database).timeout(TIMEOUT).POST(BodyPublishers.ofByteArray(body));
        request.headers().forEach((name, values) -> {
            if (FORWARDED.contains(name)) {
                forwarded.header(name, String.join(",", values));
            }
        });
        try {
            answer(exchange, client.send(forwarded.build(), BodyHandlers.ofInputStream()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while DynamoDB Local answered", e);
        }
    }

    private static void answer(HttpExchange exchange, HttpResponse<InputStream> answer) throws IOException {
        try (InputStream content = answer.body()) {
            answer.headers().map().forEach((name, values) -> {
                if (RETURNED.contains(name)) {
                    exchange.getResponseHeaders().put(name, List.copyOf(values));
                }
            });
            byte[] body = content.readAllBytes();
            exchange.sendResponseHeaders(answer.statusCode(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static JsonNode parse(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (JacksonException e) {
            throw ServiceError.client("SerializationException", "the request body is not JSON");
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory can be read", e);
        }
    }
}
