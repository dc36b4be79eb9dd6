package io.groundswell.local.stepfunctions.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.groundswell.local.stepfunctions.asl.StateMachineDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every path in {@code statemachines/cases} through the deployed workflow. */
class RolloutWorkflowTest {

    private static final Path MACHINES = Path.of("../../statemachines");

    static List<Path> cases() throws IOException {
        try (Stream<Path> files = Files.list(MACHINES.resolve("cases"))) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    @DisplayName("[R17] [R18] [R20] [R21] [R22] [R23] the workflow takes the path of the case")
    void takesThePathOfTheCase(Path file) throws IOException {
        assertEquals(List.of(), PathCase.load(file).rehearse(workflow()).problems());
    }

    @Test
    @DisplayName("the cases together visit every state")
    void casesVisitEveryState() throws IOException {
        Set<String> visited = new TreeSet<>();
        for (Path file : cases()) {
            visited.addAll(PathCase.load(file).rehearse(workflow()).path());
        }
        assertEquals(new TreeSet<>(Set.of("OpenWave", "WatchWave", "CheckTolerance", "AwaitApproval", "AwaitOperator",
                "FinishRollout", "Succeeded", "Failed", "Aborted", "Interrupted")), visited);
    }

    @Test
    @DisplayName("[R32] every task is tried again after what passes by itself, the death of its process included")
    void everyTaskRetriesWhatPasses() throws IOException {
        Set<String> errors = Set.of("Lambda.ServiceException", "Lambda.AWSLambdaException", "Lambda.SdkClientException",
                "Lambda.TooManyRequestsException", "Lambda.Unknown", "Runtime.ExitError", "Sandbox.Timedout");
        Map<String, Set<String>> retried = new TreeMap<>();
        JsonNode states = new ObjectMapper().readTree(MACHINES.resolve("rollout.asl.json").toFile()).path("States");
        states.properties().stream().filter(state -> state.getValue().path("Type").asText().equals("Task")).forEach(
                state -> retried.put(state.getKey(), state.getValue().at("/Retry/0/ErrorEquals").valueStream()
                        .map(JsonNode::asText).collect(Collectors.toSet())));

        assertEquals(Map.of("OpenWave", errors, "WatchWave", errors, "AwaitApproval", errors, "AwaitOperator", errors,
                "FinishRollout", errors), retried);
    }

    private static StateMachineDefinition workflow() throws IOException {
        return StateMachineDefinition.parse(Files.readString(MACHINES.resolve("rollout.asl.json"))
                .replace("${WorkflowTasksArn}", "arn:aws:lambda:us-east-1:000000000000:function:WorkflowTasks:live"));
    }
}
