package io.groundswell.cli.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.groundswell.agent.connection.BoundedHttp;
import io.groundswell.agent.connection.Unreachable;
import io.groundswell.cli.Arguments;
import io.groundswell.cli.CommandFailed;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
    private static final BoundedHttp BOUNDS = new BoundedHttp(Duration.ofSeconds(60), 16 << 20);
    private static final int SHOWN = 200;
    private static final Duration TRANSFER = Duration.ofHours(6);

    private final HttpClient http;
    private final URI base;
    private final Caller caller;

    public OperatorApi(HttpClient http, URI base, Caller caller) {
        this.http = http;
        this.base = base;
        this.caller = caller;
    }

    /** The API that {@code --api} names, called by whom the environment describes. */
    public static OperatorApi of(HttpClient http, Arguments arguments) {
        URI url = arguments.url("--api");
        return new OperatorApi(http, URI.create(url.toString().replaceAll("/+$", "")),
                Caller.of(System.getenv(), arguments.find("--region")));
    }

    public JsonNode get(String path) {
        return call(SdkHttpMethod.GET, path, new byte[0], Map.of());
    }

    public JsonNode post(String path, Object body) {
        return call(SdkHttpMethod.POST, path, write(body), Map.of());
    }

    /** A call that takes effect once, however often it is made with the same key. */
    public JsonNode postOnce(String path, String key, Object body) {
        return call(SdkHttpMethod.POST, path, write(body), Map.of("idempotency-key", key));
    }

    /** Puts JSON text that must arrive as it is, such as signed metadata. */
    public JsonNode put(String path, byte[] json) {
        return call(SdkHttpMethod.PUT, path, json, Map.of());
    }

    /** A JSON text as a value for a body. */
    public static JsonNode parse(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new CommandFailed("expected JSON: " + e.getMessage(), e);
        }
    }

    private JsonNode call(SdkHttpMethod method, String path, byte[] body, Map<String, String> headers) {
        String what = method + " " + path;
        HttpResponse<byte[]> response = send(signed(method, path, body, headers), what);
        if (response.statusCode() / 100 != 2) {
            throw new CallRefused(response.statusCode(), what + " answered " + response.statusCode() + ": "
                    + reason(response.body()));
        }
        return response.body().length == 0 ? JSON.createObjectNode() : parse(response.body());
    }

    /** The server's own sentence; what stands between may answer in a form of its own. */
    private static String reason(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}+", " ").strip();
        String found = text.isEmpty() ? "no reason given" : text.substring(0, Math.min(SHOWN, text.length()));
        try {
            JsonNode answer = JSON.readTree(body);
            return answer.path("error").asText(answer.path("message").asText(found));
        } catch (IOException e) {
            return found;
        }
    }

    private HttpRequest signed(SdkHttpMethod method, String path, byte[] body, Map<String, String> headers) {
        URI uri = URI.create(base + path);
        SdkHttpRequest.Builder unsigned = SdkHttpRequest.builder().method(method).uri(uri).putHeader("content-type", "application/json");
        headers.forEach(unsigned::putHeader);
        SdkHttpRequest plain = unsigned.build();
        SignedRequest signed = AwsV4HttpSigner.create().sign(sign -> sign.identity(identity()).request(plain)
                .payload(ContentStreamProvider.fromByteArray(body))
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "execute-api")
                .putProperty(AwsV4HttpSigner.REGION_NAME, caller.region()));
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(BOUNDS.deadline())
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
            return BOUNDS.send(http, request);
        } catch (Unreachable e) {
            throw new CommandFailed(what + " got no answer: " + e.getMessage(), e);
        }
    }

    private static byte[] write(Object body) {
        try {
            return JSON.writeValueAsBytes(body);
        } catch (IOException e) {
            throw new IllegalArgumentException("a body must be JSON", e);
        }
    }

    /** Downloads what a presigned address points to into a file. */
    public void download(String url, Path file) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url)).timeout(TRANSFER).build();
        try {
            HttpResponse<Path> response = http.send(request, HttpResponse.BodyHandlers.ofFile(file));
            if (response.statusCode() != 200) {
                Files.delete(file);
                throw new CommandFailed("the download of " + file.getFileName() + " answered " + response.statusCode());
            }
        } catch (IOException e) {
            throw new CommandFailed("the download of " + file.getFileName() + " failed: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailed("the download was interrupted", e);
        }
    }

    /** Uploads a file to the presigned address that declaring the artifact gave. */
    public void upload(JsonNode upload, byte[] bytes) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(upload.path("url").asText())).timeout(BOUNDS.deadline())
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
