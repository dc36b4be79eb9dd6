package io.groundswell.local.stepfunctions.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.local.stepfunctions.Rig;
import io.groundswell.local.stepfunctions.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Executions go on after a restart")
class RestartTest {

    private static final String FLOW = Rig.machine("""
            "Count": {"Type": "Pass", "Assign": {"n": 3, "none": null}, "Next": "Watch"},
            "Watch": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken",
              "Arguments": {"FunctionName": "store", "Payload": {"token": "{% $states.context.Task.Token %}"}},
              "TimeoutSeconds": 86400, "HeartbeatSeconds": 80000,
              "Retry": [{"ErrorEquals": ["Again"], "IntervalSeconds": 60, "MaxAttempts": 2}],
              "Catch": [{"ErrorEquals": ["States.Timeout"], "Next": "Rest", "Output": "timeout"}], "Next": "Rest"},
            "Rest": {"Type": "Wait", "Seconds": 100, "Next": "Done"},
            "Done": {"Type": "Succeed", "Output": {"in": "{% $states.input %}", "n": "{% $n %}", "none": "{% $none %}"}}
            """);

    @TempDir
    private Path directory;
    private final VirtualTime clock = new VirtualTime(Rig.START);
    private final List<String> tokens = new ArrayList<>();
    private Rig rig;

    @BeforeEach
    void open() {
        rig = rig();
    }

    private Rig rig() {
        Settings settings = Settings.inMemory("eu-west-1", "123456789012").keptIn(directory);
        Rig opened = new Rig(FLOW, settings, new VirtualTime(clock.now()));
        opened.functions.put("store", payload -> {
            tokens.add((String) ((Map<?, ?>) payload).get("token"));
            return null;
        });
        return opened;
    }

    private void restart(Duration down) {
        rig.close();
        clock.advance(Duration.between(clock.now(), rig.time.now()).plus(down));
        rig = rig();
        rig.resume();
    }

    private Path journal() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".jsonl")).findFirst().orElseThrow();
        }
    }

    private Object send(String output) {
        Map<?, ?> answer = rig.call("SendTaskSuccess", Map.of("taskToken", tokens.getFirst(), "output", output));
        rig.time.settle();
        return answer.get("http").equals(200) ? "accepted" : answer.get("__type");
    }

    @Test
    void aPendingTokenStaysValidAndTheHistoryIsKept() {
        rig.run("{}");
        List<Map<?, ?>> before = rig.events();
        restart(Duration.ofHours(1));
        assertEquals(before, rig.events());
        assertEquals(1, tokens.size());
        assertEquals("accepted", send("7"));
        rig.time.advance(Duration.ofSeconds(100));
        assertEquals("{\"in\":7,\"n\":3,\"none\":null}", rig.describe().get("output"));
    }

    @Test
    void theRestOfTheTimeoutIsKept() {
        rig.run("{}");
        rig.time.advance(Duration.ofHours(10));
        rig.call("SendTaskHeartbeat", Map.of("taskToken", tokens.getFirst()));
        restart(Duration.ofHours(10));
        rig.time.advance(Duration.ofHours(4).minusMillis(1));
        assertEquals("TaskSubmitted", rig.eventTypes().getLast());
        rig.time.advance(Duration.ofMillis(1));
        assertTrue(rig.eventTypes().contains("TaskTimedOut"));
        assertEquals("TaskTimedOut", send("7"));
    }

    @Test
    void aTimeoutThatPassedMeanwhileHappensAtOnce() {
        rig.run("{}");
        restart(Duration.ofHours(30));
        assertEquals("TaskTimedOut", send("7"));
        rig.time.advance(Duration.ofSeconds(100));
        assertEquals("{\"in\":\"timeout\",\"n\":3,\"none\":null}", rig.describe().get("output"));
    }

    @Test
    void aFunctionInFlightIsInvokedAgainWithTheSameToken() {
        rig.functions.put("store", payload -> {
            tokens.add((String) ((Map<?, ?>) payload).get("token"));
            rig.close();
            return null;
        });
        rig.run("{}");
        assertEquals("TaskStarted", rig.eventTypes().getLast());
        restart(Duration.ZERO);
        assertEquals(2, tokens.size());
        assertEquals(tokens.get(0), tokens.get(1));
        assertEquals("TaskSubmitted", rig.eventTypes().getLast());
        assertEquals("accepted", send("7"));
    }

    @Test
    void retriesAndTheirDelayAreKept() {
        rig.run("{}");
        rig.call("SendTaskFailure", Map.of("taskToken", tokens.getFirst(), "error", "Again"));
        restart(Duration.ofSeconds(59));
        assertEquals(1, tokens.size());
        rig.time.advance(Duration.ofSeconds(1));
        assertEquals(2, tokens.size());
        assertEquals("TaskTimedOut", send("7"));
        rig.call("SendTaskFailure", Map.of("taskToken", tokens.get(1), "error", "Again"));
        restart(Duration.ofSeconds(119));
        assertEquals(2, tokens.size());
        rig.time.advance(Duration.ofSeconds(1));
        assertEquals(3, tokens.size());
        rig.call("SendTaskFailure", Map.of("taskToken", tokens.get(2), "error", "Again"));
        assertEquals("FAILED", rig.describe().get("status"));
    }

    @Test
    void aWaitEndsAtItsTime() {
        rig.run("{}");
        send("7");
        restart(Duration.ofSeconds(99));
        assertEquals("RUNNING", rig.describe().get("status"));
        rig.time.advance(Duration.ofSeconds(1));
        assertEquals("SUCCEEDED", rig.describe().get("status"));
    }

    @Test
    void anExecutionGoesOnFromAnyCompleteLineOfItsJournal() throws IOException {
        rig.run("{}");
        send("7");
        rig.time.advance(Duration.ofSeconds(100));
        List<String> lines = Files.readAllLines(journal());
        for (int kept = 1; kept < lines.size(); kept++) {
            tokens.clear();
            rig.close();
            Files.writeString(journal(), String.join("\n", lines.subList(0, kept)) + "\n" + "{\"torn");
            rig = rig();
            rig.resume();
            if (tokens.isEmpty() && !rig.eventTypes().contains("TaskSucceeded")) {
                tokens.add(rig.details("TaskScheduled").get("parameters").toString()
                        .replaceAll(".*\"token\":\"([^\"]+)\".*", "$1"));
            }
            if (!rig.eventTypes().contains("TaskSucceeded")) {
                assertEquals("accepted", send("7"), "after " + kept + " lines");
            }
            rig.time.advance(Duration.ofSeconds(100));
            assertEquals("{\"in\":7,\"n\":3,\"none\":null}", rig.describe().get("output"), "after " + kept + " lines");
            assertEquals(lines.size(), Files.readAllLines(journal()).size());
        }
    }

    @Test
    void aJournalWithoutACompleteLineWasNeverAcknowledged() throws IOException {
        rig.run("{}");
        rig.close();
        Files.writeString(journal(), "{\"opening\":{\"id\":");
        rig = rig();
        assertEquals("ExecutionDoesNotExist", rig.describe().get("__type"));
        assertEquals(200, rig.begin("run", "{}").get("http"));
    }

    @Test
    void aDamagedJournalIsNamed() throws IOException {
        rig.run("{}");
        rig.close();
        Path journal = journal();
        Files.writeString(journal, "garbage\n", StandardOpenOption.APPEND);
        String message = assertThrows(IllegalStateException.class, this::rig).getMessage();
        assertTrue(message.contains(journal.toString()), message);
    }

    @Test
    void namesStayTakenAndTheStartIsIdempotent() {
        Map<?, ?> first = rig.begin("run", "{}");
        restart(Duration.ofMinutes(1));
        assertEquals(first, rig.begin("run", "{}"));
        rig.call("StopExecution", Map.of("executionArn", Rig.EXECUTION + "run"));
        restart(Duration.ofMinutes(1));
        assertEquals("ExecutionAlreadyExists", rig.begin("run", "{}").get("__type"));
    }

    @Test
    void aStatusThatNobodyHeardOfIsToldAtTheNextStartAndNoMoreAfterwards() {
        rig.begin("run", "{}");
        rig.call("StopExecution", Map.of("executionArn", Rig.EXECUTION + "run"));
        assertEquals(List.of(), statuses());
        restart(Duration.ofMinutes(1));
        assertEquals(List.of("RUNNING", "ABORTED"), statuses());
        restart(Duration.ofMinutes(1));
        assertEquals(List.of(), statuses());
    }

    @Test
    void onlyTheEndIsToldWhereTheStartWasHeardOf() {
        rig.run("{}");
        assertEquals(List.of("RUNNING"), statuses());
        rig.call("StopExecution", Map.of("executionArn", Rig.EXECUTION + "run"));
        restart(Duration.ofMinutes(1));
        assertEquals(List.of("ABORTED"), statuses());
    }

    @Test
    void anAnswerBeforeTheEngineGoesOnMovesItOnce() {
        rig.run("{}");
        rig.close();
        rig = rig();
        assertEquals("accepted", send("7"));
        rig.resume();
        assertEquals("WaitStateEntered", rig.eventTypes().getLast());
        assertEquals(1, tokens.size());
    }

    private List<String> statuses() {
        return rig.changes.stream().map(change -> change.execution().status().name()).toList();
    }

    @Test
    void oneEngineAtATimeUsesADirectory() {
        assertThrows(IllegalStateException.class, this::rig);
    }
}
