package io.groundswell.cli.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.groundswell.cli.CommandFailed;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/** Calls the operator API; answers other than 2xx are failures with the server's own sentence. */
public final class OperatorApi {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final HttpClient http;
    private final URI base;
    private final Caller caller;

    public OperatorApi(HttpClient http, URI base, Caller caller) {
        this.http = http;
        this.base = base;
        this.caller = caller;
    }

    public JsonNode get(String path) {
        return call(SdkHttpMethod.GET, path, new byte[0]);
    }

    public JsonNode post(String path, Object body) {
        return call(SdkHttpMethod.POST, path, write(body));
    }

    /** Puts JSON text that must arrive as it is, such as signed metadata. */
    public JsonNode put(String path, byte[] json) {
        return call(SdkHttpMethod.PUT, path, json);
    }

    /** A JSON text as a value for a body. */
    public static JsonNode parse(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new CommandFailed("expected JSON: " + e.getMessage(), e);
        }
    }

    private JsonNode call(SdkHttpMethod method, String path, byte[] body) {
        HttpResponse<byte[]> response = send(signed(method, path, body), method + " " + path);
        JsonNode answer = response.body().length == 0 ? JSON.createObjectNode() : parse(response.body());
        if (response.statusCode() / 100 != 2) {
            throw new CommandFailed(method + " " + path + " answered " + response.statusCode() + ": "
                    + answer.path("error").asText(answer.path("message").asText("no reason given")));
        }
        return answer;
    }

    private HttpRequest signed(SdkHttpMethod method, String path, byte[] body) {
        URI uri = URI.create(base + path);
        SdkHttpRequest plain = SdkHttpRequest.builder().method(method).uri(uri)
                .putHeader("content-type", "application/json").build();
        SignedRequest signed = AwsV4HttpSigner.create().sign(sign -> sign.identity(identity()).request(plain)
                .payload(ContentStreamProvider.fromByteArray(body))
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "execute-api")
                .putProperty(AwsV4HttpSigner.REGION_NAME, caller.region()));
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(DEADLINE)
                .method(method.name(), HttpRequest.BodyPublishers.ofByteArray(body));
        signed.request().forEachHeader((name, values) -> {
            if (!name.equalsIgnoreCase("host") && !name.equalsIgnoreCase("content-length")) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return request.build();
    }

    private AwsCredentialsIdentity identity() {
        return caller.sessionToken()
                .<AwsCredentialsIdentity>map(token -> AwsSessionCredentialsIdentity.create(
                        caller.accessKey(), caller.secretKey(), token))
                .orElseGet(() -> AwsCredentialsIdentity.create(caller.accessKey(), caller.secretKey()));
    }

    private HttpResponse<byte[]> send(HttpRequest request, String what) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new CommandFailed(what + " at " + base + " failed: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailed(what + " was interrupted", e);
        }
    }

    private static byte[] write(Object body) {
        try {
            return JSON.writeValueAsBytes(body);
        } catch (IOException e) {
            throw new IllegalArgumentException("a body must be JSON", e);
        }
    }

    /** Uploads a file to the presigned address that declaring the artifact gave. */
    public void upload(JsonNode upload, byte[] bytes) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(upload.path("url").asText())).timeout(DEADLINE)
                .method(upload.path("method").asText(), HttpRequest.BodyPublishers.ofByteArray(bytes));
        Map<String, String> headers = JSON.convertValue(upload.path("headers"),
                JSON.getTypeFactory().constructMapType(Map.class, String.class, String.class));
        headers.forEach((name, value) -> {
            if (!name.equalsIgnoreCase("host") && !name.equalsIgnoreCase("content-length")) {
                request.header(name, value);
            }
        });
        HttpResponse<byte[]> response = send(request.build(), "upload");
        if (response.statusCode() / 100 != 2) {
            throw new CommandFailed("the upload answered " + response.statusCode() + ": "
                    + new String(response.body(), StandardCharsets.UTF_8));
        }
    }
}
