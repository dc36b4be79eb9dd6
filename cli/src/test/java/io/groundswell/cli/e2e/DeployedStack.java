package io.groundswell.cli.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundswell.agent.connection.ServerTrust;
import io.groundswell.cli.api.Caller;
import io.groundswell.cli.api.OperatorApi;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A stack on AWS, found by the {@code aws} command line of whoever deployed it.
 *
 * <p>Each user is a profile, {@code <stack>-operator} and so on, whose identity has that one managed policy. The default
 * profile reads the stack, invokes the sweep and stops executions.
 */
final class DeployedStack implements StackUnderTest {

    private final String name;
    private final JsonNode outputs;
    private final String region;

    DeployedStack(String name) {
        this.name = name;
        JsonNode stack = json("cloudformation", "describe-stacks", "--stack-name", name).path("Stacks").path(0);
        this.outputs = stack.path("Outputs");
        this.region = stack.path("StackId").asText().split(":")[3];
    }

    private String output(String key) {
        for (JsonNode output : outputs) {
            if (output.path("OutputKey").asText().equals(key)) {
                return output.path("OutputValue").asText();
            }
        }
        throw new IllegalStateException("stack " + name + " has no output " + key);
    }

    @Override
    public URI operatorApi() {
        return URI.create(output("OperatorApiUrl"));
    }

    @Override
    public URI enrollApi() {
        return operatorApi();
    }

    @Override
    public ServerTrust deviceApiTrust() {
        return ServerTrust.PLATFORM;
    }

    @Override
    public Caller user(String user) {
        JsonNode key = json("configure", "export-credentials", "--profile", name + "-" + user, "--format", "process");
        return new Caller(key.path("AccessKeyId").asText(), key.path("SecretAccessKey").asText(),
                Optional.ofNullable(key.path("SessionToken").textValue()), region);
    }

    @Override
    public String newFleet(String fleet) {
        return fleet + "-" + Long.toHexString(ThreadLocalRandom.current().nextLong());
    }

    @Override
    public void sweep() {
        String function = json("cloudformation", "describe-stack-resource", "--stack-name", name, "--logical-resource-id", "Sweep")
                .path("StackResourceDetail").path("PhysicalResourceId").asText();
        JsonNode answer = json("lambda", "invoke", "--function-name", function + ":live", "--payload", "{}",
                "--cli-binary-format", "raw-in-base64-out", "/dev/null");
        if (answer.has("FunctionError")) {
            throw new IllegalStateException("the sweep failed: " + answer);
        }
    }

    @Override
    public void stopExecutions(String rollout) {
        json("stepfunctions", "list-executions", "--state-machine-arn", output("StateMachineArn"), "--status-filter", "RUNNING")
                .path("executions").forEach(execution -> {
                    if (execution.path("name").asText().startsWith(rollout)) {
                        json("stepfunctions", "stop-execution", "--execution-arn", execution.path("executionArn").asText());
                    }
                });
    }

    /** What the command line answers. */
    private static JsonNode json(String... words) {
        List<String> command = new ArrayList<>(List.of("aws", "--output", "json"));
        command.addAll(List.of(words));
        try {
            Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
            byte[] answer = process.getInputStream().readAllBytes();
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + " ended with " + process.exitValue());
            }
            return OperatorApi.parse(answer);
        } catch (IOException e) {
            throw new IllegalStateException("-Dstack needs the aws command line: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        // It goes on without the tests.
    }
}
