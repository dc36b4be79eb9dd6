package io.groundswell.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.groundswell.cli.CommandFailed;
import io.groundswell.cli.api.Caller;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Calls the JSON services of a local AWS endpoint as the account's owner. */
final class AwsApi {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final HttpClient http;
    private final URI endpoint;
    private final Caller owner;

    AwsApi(HttpClient http, URI endpoint, Caller owner) {
        this.http = http;
        this.endpoint = endpoint;
        this.owner = owner;
    }

    /** Names of the executions that have not ended. */
    List<String> runningExecutions() {
        return executions("RUNNING").stream().map(execution -> execution.path("name").asText()).toList();
    }

    /** The executions of every state machine that are in this status. */
    List<JsonNode> executions(String status) {
        List<JsonNode> found = new ArrayList<>();
        for (JsonNode machine : call("states", "AWSStepFunctions.ListStateMachines", Map.of()).path("stateMachines")) {
            call("states", "AWSStepFunctions.ListExecutions", Map.of("stateMachineArn",
                    machine.path("stateMachineArn").asText(), "statusFilter", status)).path("executions").forEach(found::add);
        }
        return found;
    }

    /** Transitions of the execution of this name that succeeded: every state entered, every retry, and the way to the end. */
    int transitions(String name) {
        String arn = executions("SUCCEEDED").stream().filter(execution -> execution.path("name").asText().equals(name))
                .map(execution -> execution.path("executionArn").asText()).findFirst()
                .orElseThrow(() -> new CommandFailed("expected an execution " + name + " that succeeded, found none"));
        Map<String, Integer> events = new HashMap<>();
        Map<String, Object> page = new HashMap<>(Map.of("executionArn", arn, "maxResults", 1000));
        do {
            JsonNode history = call("states", "AWSStepFunctions.GetExecutionHistory", page);
            history.path("events").forEach(event -> events.merge(event.path("type").asText(), 1, Integer::sum));
            page.put("nextToken", history.path("nextToken").asText());
        } while (!page.get("nextToken").equals(""));
        int entered = events.entrySet().stream().filter(type -> type.getKey().endsWith("StateEntered"))
                .mapToInt(Map.Entry::getValue).sum();
        int retries = events.getOrDefault("TaskScheduled", 0) - events.getOrDefault("TaskStateEntered", 0);
        return entered + retries + 1;
    }

    /** One call; anything but a 200 is a failure. */
    JsonNode call(String service, String target, Map<String, ?> body) {
        try {
            byte[] content = JSON.writeValueAsBytes(body);
            HttpResponse<byte[]> answer = http.send(signed(service, target, content), HttpResponse.BodyHandlers.ofByteArray());
            JsonNode found = JSON.readTree(answer.body());
            if (answer.statusCode() != 200) {
                throw new CommandFailed(target + " answered " + answer.statusCode() + ": " + found);
            }
            return found;
        } catch (IOException e) {
            throw new CommandFailed(target + " at " + endpoint + " failed: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailed(target + " was interrupted", e);
        }
    }

    private HttpRequest signed(String service, String target, byte[] body) {
        SdkHttpRequest plain = SdkHttpRequest.builder().method(SdkHttpMethod.POST).uri(endpoint.resolve("/"))
                .putHeader("content-type", "application/x-amz-json-1.0").putHeader("x-amz-target", target).build();
        SignedRequest signed = AwsV4HttpSigner.create().sign(sign -> sign
                .identity(AwsCredentialsIdentity.create(owner.accessKey(), owner.secretKey())).request(plain)
                .payload(ContentStreamProvider.fromByteArray(body))
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                .putProperty(AwsV4HttpSigner.REGION_NAME, owner.region()));
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint.resolve("/")).timeout(DEADLINE)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        signed.request().forEachHeader((name, values) -> {
            if (!name.equalsIgnoreCase("host") && !name.equalsIgnoreCase("content-length")) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return request.build();
    }
}
