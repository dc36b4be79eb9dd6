package io.groundswell.handlers.device;

import io.groundswell.handlers.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Puts a custom resource's answer where CloudFormation waits for it. */
final class ResourceAnswer {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final int ATTEMPTS = 3;
    private static final int OK = 200;
    private static final int MAX_REASON = 1000;

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER).build();

    /**
     * How a request ended.
     *
     * @param data attributes that the template may refer to
     */
    record Outcome(String status, String reason, Map<String, String> data) {

        static Outcome success(Map<String, String> data) {
            return new Outcome("SUCCESS", "", data);
        }

        static Outcome failed(String reason) {
            return new Outcome("FAILED", reason.substring(0, Math.min(reason.length(), MAX_REASON)), Map.of());
        }
    }

    /** @throws UncheckedIOException when no answer could be delivered; the platform then invokes the function again */
    void send(ResourceRequest request, Outcome outcome) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("Status", outcome.status());
        body.put("Reason", outcome.reason());
        body.put("PhysicalResourceId", request.physicalId());
        body.put("StackId", request.stackId());
        body.put("RequestId", request.requestId());
        body.put("LogicalResourceId", request.logicalId());
        body.put("Data", outcome.data());
        // A presigned URL is signed without a content type, so none may be sent.
        HttpRequest put = HttpRequest.newBuilder(request.answerTo()).timeout(ANSWER)
                .PUT(BodyPublishers.ofByteArray(Json.write(body))).build();
        deliver(put);
    }

    private void deliver(HttpRequest put) {
        for (int attempt = 1; ; attempt++) {
            try {
                HttpResponse<Void> response = http.send(put, BodyHandlers.discarding());
                if (response.statusCode() == OK) {
                    return;
                }
                throw new IOException("CloudFormation's response address answered " + response.statusCode()
                        + ", expected 200");
            } catch (IOException e) {
                if (attempt == ATTEMPTS) {
                    throw new UncheckedIOException("the answer to CloudFormation could not be delivered", e);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while answering CloudFormation", e);
            }
        }
    }
}
