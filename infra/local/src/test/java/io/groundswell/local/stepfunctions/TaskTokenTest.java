package io.groundswell.local.stepfunctions;

import static io.groundswell.local.stepfunctions.Rig.machine;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.groundswell.local.stepfunctions.execution.InvocationFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A Task waits for its token")
class TaskTokenTest {

    private static final String WATCH = machine("""
            "Watch": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken",
              "Arguments": {"FunctionName": "store", "Payload": {"token": "{% $states.context.Task.Token %}"}},
              "TimeoutSeconds": 86400,
              "Catch": [{"ErrorEquals": ["States.Timeout"], "Next": "Watch"}], "Next": "Done"},
            "Done": {"Type": "Succeed"}""");

    private final List<String> tokens = new ArrayList<>();

    private Rig rig(String definition) {
        Rig rig = new Rig(definition);
        rig.functions.put("store", payload -> {
            tokens.add((String) ((Map<?, ?>) payload).get("token"));
            return null;
        });
        return rig;
    }

    private static Map<?, ?> succeed(Rig rig, String token, String output) {
        Map<?, ?> answer = rig.call("SendTaskSuccess", Map.of("taskToken", token, "output", output));
        rig.time.settle();
        return answer;
    }

    private static Map<?, ?> fail(Rig rig, String token, Map<String, String> why) {
        Map<String, String> request = new HashMap<>(why);
        request.put("taskToken", token);
        Map<?, ?> answer = rig.call("SendTaskFailure", request);
        rig.time.settle();
        return answer;
    }

    @Test
    void theOutputThatIsSentIsTheResult() {
        Rig rig = rig(WATCH);
        rig.run("{}");
        rig.time.advance(Duration.ofHours(23));
        assertEquals(200, succeed(rig, tokens.getFirst(), "{\"wave\": 1}").get("http"));
        assertEquals("{\"wave\":1}", rig.describe().get("output"));
        assertEquals(List.of("ExecutionStarted", "TaskStateEntered", "TaskScheduled", "TaskStarted", "TaskSubmitted",
                "TaskSucceeded", "TaskStateExited", "SucceedStateEntered", "SucceedStateExited", "ExecutionSucceeded"),
                rig.eventTypes());
        assertEquals("invoke.waitForTaskToken", rig.details("TaskSubmitted").get("resource"));
        assertEquals("{\"wave\":1}", rig.details("TaskSucceeded").get("output"));
    }

    @Test
    void aDayWithoutAnAnswerTimesOutAndTheNextAttemptHasANewToken() {
        Rig rig = rig(WATCH);
        rig.run("{}");
        rig.time.advance(Duration.ofDays(1));
        assertEquals(2, tokens.size());
        assertNotEquals(tokens.get(0), tokens.get(1));
        assertEquals(Map.of("resourceType", "lambda", "resource", "invoke.waitForTaskToken",
                "error", "States.Timeout"), rig.details("TaskTimedOut"));
        assertEquals("RUNNING", rig.describe().get("status"));
    }

    @Test
    void aLateAnswerIsRefusedAndChangesNothing() {
        Rig rig = rig(WATCH);
        rig.run("{}");
        rig.time.advance(Duration.ofDays(1));
        List<String> before = rig.eventTypes();
        assertEquals("TaskTimedOut", succeed(rig, tokens.get(0), "1").get("__type"));
        assertEquals(before, rig.eventTypes());
        assertEquals(200, succeed(rig, tokens.get(1), "2").get("http"));
        assertEquals("TaskTimedOut", succeed(rig, tokens.get(1), "2").get("__type"));
        assertEquals("2", rig.describe().get("output"));
    }

    @Test
    void anAnswerMayComeBeforeTheFunctionReturns() {
        Rig rig = new Rig(WATCH);
        rig.functions.put("store", payload -> {
            String token = (String) ((Map<?, ?>) payload).get("token");
            assertEquals(200, rig.call("SendTaskSuccess", Map.of("taskToken", token, "output", "\"early\"")).get("http"));
            return null;
        });
        assertEquals("\"early\"", rig.run("{}").get("output"));
    }

    @Test
    void aTokenThatWasNeverIssuedIsInvalid() {
        Rig rig = rig(WATCH);
        rig.run("{}");
        String token = tokens.getFirst();
        String forged = token.substring(0, token.length() - 4) + (token.endsWith("AAAA") ? "BBBB" : "AAAA");
        for (String wrong : List.of("nonsense", "!!", forged, token.substring(1))) {
            assertEquals("InvalidToken", succeed(rig, wrong, "1").get("__type"), wrong);
        }
        assertEquals("RUNNING", rig.describe().get("status"));
    }

    @Test
    void anOutputThatIsNotJsonIsInvalid() {
        Rig rig = rig(WATCH);
        rig.run("{}");
        assertEquals("InvalidOutput", succeed(rig, tokens.getFirst(), "{oops").get("__type"));
    }

    @Test
    void aFailureIsAnErrorOfTheTask() {
        Rig rig = rig(WATCH);
        rig.run("{}");
        fail(rig, tokens.getFirst(), Map.of("error", "Rollout.Gone", "cause", "deleted"));
        assertEquals("Rollout.Gone", rig.describe().get("error"));
        assertEquals("deleted", rig.describe().get("cause"));
        assertEquals("TaskFailed", rig.eventTypes().get(5));
    }

    @Test
    void aFailureWithoutANameIsOnlyMatchedByWildcards() {
        Rig rig = rig(WATCH.replace("[\"States.Timeout\"], \"Next\": \"Watch\"",
                "[\"States.TaskFailed\"], \"Next\": \"Done\""));
        rig.run("{}");
        fail(rig, tokens.getFirst(), Map.of());
        assertEquals("{}", rig.describe().get("output"));
    }

    @Test
    void heartbeatsKeepTheTaskAliveUntilTheyStop() {
        Rig rig = rig(WATCH.replace("\"TimeoutSeconds\": 86400", "\"HeartbeatSeconds\": 60")
                .replace("[\"States.Timeout\"], \"Next\": \"Watch\"",
                        "[\"States.HeartbeatTimeout\"], \"Next\": \"Done\""));
        rig.run("{}");
        for (int i = 0; i < 5; i++) {
            rig.time.advance(Duration.ofSeconds(50));
            assertEquals(200, rig.call("SendTaskHeartbeat", Map.of("taskToken", tokens.getFirst())).get("http"));
        }
        rig.time.advance(Duration.ofSeconds(59));
        assertEquals("RUNNING", rig.describe().get("status"));
        rig.time.advance(Duration.ofSeconds(1));
        assertEquals("{\"Error\":\"States.Timeout\"}", rig.describe().get("output"));
        assertEquals("TaskTimedOut",
                rig.call("SendTaskHeartbeat", Map.of("taskToken", tokens.getFirst())).get("__type"));
    }

    @Test
    void aTimeoutWithoutACatcherNamesNoCause() {
        Rig rig = rig(machine("""
                "Watch": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken",
                  "Arguments": {"FunctionName": "store", "Payload": {"token": "{% $states.context.Task.Token %}"}},
                  "TimeoutSeconds": "{% $states.input.limit %}",
                  "Catch": [{"ErrorEquals": ["States.TaskFailed"], "Next": "Done"}], "Next": "Done"},
                "Done": {"Type": "Succeed"}"""));
        rig.run("{\"limit\": 5}");
        rig.time.advance(Duration.ofSeconds(5));
        assertEquals("States.Timeout", rig.describe().get("error"));
        assertFalse(rig.describe().containsKey("cause"));
    }

    @Test
    void aFunctionThatFailsIsRetriedWithANewToken() {
        Rig rig = new Rig(WATCH.replace("\"TimeoutSeconds\": 86400,",
                "\"Retry\": [{\"ErrorEquals\": [\"Lambda.ServiceException\"]}],"));
        rig.functions.put("store", payload -> {
            tokens.add((String) ((Map<?, ?>) payload).get("token"));
            if (tokens.size() == 1) {
                throw new InvocationFailure.ServiceError("Lambda.ServiceException", "");
            }
            return null;
        });
        rig.run("{}");
        rig.time.advance(Duration.ofSeconds(1));
        assertEquals("TaskTimedOut", succeed(rig, tokens.get(0), "1").get("__type"));
        assertEquals(200, succeed(rig, tokens.get(1), "1").get("http"));
        assertEquals("SUCCEEDED", rig.describe().get("status"));
    }

    @Test
    void stoppingEndsTheWaitAndTheToken() {
        Rig rig = rig(WATCH);
        rig.run("{}");
        rig.call("StopExecution", Map.of("executionArn", Rig.EXECUTION + "run", "error", "Ops", "cause", "by hand"));
        assertEquals("ABORTED", rig.describe().get("status"));
        assertEquals("Ops", rig.describe().get("error"));
        assertEquals("TaskTimedOut", succeed(rig, tokens.getFirst(), "1").get("__type"));
        assertEquals("ExecutionAborted", rig.eventTypes().getLast());
    }
}
