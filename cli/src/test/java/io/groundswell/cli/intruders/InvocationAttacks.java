package io.groundswell.cli.intruders;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.groundswell.local.lambda.InvocationResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Events that no trigger of the template sends. */
interface InvocationAttacks extends Attacks {

    @Test
    @DisplayName("[R35] a workflow task with wrong input fails and changes nothing")
    default void workflowTasks() {
        String rollout = "\"fleet\":\"alpha\",\"rollout\":\"" + site().alpha.rollout + "\"";
        fails("WorkflowTasks", List.of("{}", "[]", "null", "7", "\"OpenWave\"", "{\"task\":\"OpenWave\"}", "{" + rollout + "}",
                "{\"task\":\"Explode\"," + rollout + "}", "{\"task\":null," + rollout + "}", "{\"task\":\"openwave\"," + rollout + "}",
                "{\"task\":\"WatchWave\"," + rollout + "}", "{\"task\":\"OpenWave\",\"fleet\":\"alpha\",\"rollout\":\"none\"}",
                "{\"task\":\"OpenWave\",\"fleet\":\"beta\",\"rollout\":\"" + site().alpha.rollout + "\"}",
                "{\"task\":\"OpenWave\",\"fleet\":\"alpha#x\",\"rollout\":\"..\"}", "{\"task\":\"OpenWave\",\"fleet\":{\"a\":1},\"rollout\":[]}",
                "{\"task\":{\"OpenWave\":1}," + rollout + "}", "[".repeat(5000)));
    }

    @Test
    @DisplayName("[R35] a custom resource request that is none, or whose answer would go out in clear, fails and changes nothing")
    default void customResource() {
        String rest = "\"StackId\":\"s\",\"RequestId\":\"r\",\"LogicalResourceId\":\"l\",\"ResourceProperties\":{\"CommonName\":\"evil CA\"}";
        fails("Bootstrap", List.of("{}", "[]", "null", "{\"RequestType\":\"Create\"," + rest + "}",
                "{\"RequestType\":\"Explode\",\"ResponseURL\":\"https://127.0.0.1:1/x\"," + rest + "}",
                "{\"RequestType\":\"Create\",\"ResponseURL\":\"http://evil.example/x\"," + rest + "}",
                "{\"RequestType\":\"Create\",\"ResponseURL\":\"file:///etc/passwd\"," + rest + "}",
                "{\"RequestType\":\"Create\",\"ResponseURL\":\"not a url\"," + rest + "}",
                "{\"RequestType\":\"Update\",\"ResponseURL\":\"\"," + rest + "}"));
    }

    @Test
    @DisplayName("[R35] a status change of an execution that is none of ours, or of a rollout that is none, changes nothing")
    default void executionEvents() {
        site().withoutTrace(() -> {
            for (String input : List.of("", "{", "7", "[]", "{}", "{\\\"fleet\\\":\\\"..\\\",\\\"rollout\\\":\\\"a#b\\\"}",
                    "{\\\"fleet\\\":\\\"alpha\\\",\\\"rollout\\\":\\\"ghost\\\"}", "{\\\"fleet\\\":{},\\\"rollout\\\":[]}")) {
                invoke("Sweep", "{\"source\":\"aws.states\",\"detail\":{\"status\":\"FAILED\",\"input\":\"" + input + "\"}}");
            }
            for (String event : List.of("{}", "{\"detail\":7}", "{\"detail\":{\"input\":{}}}", "{\"detail\":\"{}\"}")) {
                invoke("Sweep", event);
            }
        });
    }

    @Test
    @DisplayName("[R32] stream events that are none, and records of nothing, record nothing and are no success")
    default void streamEvents() {
        fails("Recorder", List.of("7", "{\"Records\":7}", "{\"Records\":[{\"dynamodb\":{\"SequenceNumber\":\"1\"}}]}",
                "{\"Records\":[{\"dynamodb\":{\"SequenceNumber\":\"1\",\"NewImage\":{\"PK\":{\"S\":\"FLEET#alpha\"},\"SK\":{\"S\":\"META\"}}}}]}",
                "{\"Records\":[{\"dynamodb\":{\"SequenceNumber\":\"1\",\"NewImage\":{\"PK\":{\"S\":\"FLEET#ghost\"},\"SK\":{\"S\":\"META\"},"
                        + "\"rev\":{\"N\":\"1\"},\"event\":{\"M\":{\"type\":{\"S\":\"fleet.created\"},\"actor\":{\"S\":\"x\"},"
                        + "\"at\":{\"S\":\"2026-01-01T00:00:00.000Z\"},\"data\":{\"M\":{}}}}}}}]}"));
    }

    private void fails(String function, List<String> events) {
        site().withoutTrace(() -> events.forEach(event ->
                assertInstanceOf(InvocationResult.Failed.class, invoke(function, event), () -> function + " took " + event)));
    }

    private InvocationResult invoke(String function, String event) {
        return site().cloud.invoke(function, event.getBytes(StandardCharsets.UTF_8));
    }
}
