package io.groundswell.local.stepfunctions.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.groundswell.local.stepfunctions.asl.StateMachineDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
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

    private static StateMachineDefinition workflow() throws IOException {
        return StateMachineDefinition.parse(Files.readString(MACHINES.resolve("rollout.asl.json"))
                .replace("${WorkflowTasksArn}", "arn:aws:lambda:us-east-1:000000000000:function:WorkflowTasks:live"));
    }
}
