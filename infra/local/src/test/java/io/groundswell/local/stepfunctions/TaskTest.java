package io.groundswell.local.stepfunctions;

import static io.groundswell.local.stepfunctions.Rig.machine;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.groundswell.local.stepfunctions.execution.InvocationFailure;
import io.groundswell.local.stepfunctions.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A Task invokes a function, retries and catches")
class TaskTest {

    private static String task(String more) {
        return machine("""
                "Work": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
                  "Arguments": {"FunctionName": "work", "Payload": {"n": "{% $states.input.n %}"}}, MORE "End": true},
                "Caught": {"Type": "Succeed"}""".replace("MORE", more));
    }

    private static String catching(String more) {
        return task(more + """
                "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Caught"}],""");
    }

    private static InvocationFailure error(String type) {
        return new InvocationFailure.FunctionError(
                Json.write(Map.of("errorType", type)).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theResultIsLambdasResponseWithThePayloadAsJson() {
        Rig rig = new Rig(catching("""
                "Output": "{% $merge([$states.result.Payload, {'status': $states.result.StatusCode,
                            'version': $states.result.ExecutedVersion, 'in': $states.input.n}]) %}",
                """.replace("\n", " ")));
        rig.functions.put("work", payload -> Map.of("got", payload));
        assertEquals("{\"got\":{\"n\":7},\"status\":200,\"version\":\"$LATEST\",\"in\":7}",
                rig.run("{\"n\":7}").get("output"));
        assertEquals(List.of("work {\"n\":7}"), rig.invoked);
    }

    @Test
    void theHistoryTellsTheTaskInOrder() {
        Rig rig = new Rig(catching("\"TimeoutSeconds\": 60,"));
        rig.functions.put("work", payload -> 1);
        rig.run("{\"n\":7}");
        assertEquals(List.of("ExecutionStarted", "TaskStateEntered", "TaskScheduled", "TaskStarted", "TaskSucceeded",
                "TaskStateExited", "ExecutionSucceeded"), rig.eventTypes());
        assertEquals(List.of(0, 0, 2, 3, 4, 5, 6),
                rig.events().stream().map(event -> event.get("previousEventId")).toList());
        assertEquals(Map.of("resourceType", "lambda", "resource", "invoke", "region", "eu-west-1",
                "timeoutInSeconds", 60, "parameters", "{\"FunctionName\":\"work\",\"Payload\":{\"n\":7}}"),
                rig.details("TaskScheduled"));
    }

    @Test
    void aFunctionsErrorIsNamedByItsTypeAndItsCauseIsTheErrorObject() {
        Rig rig = new Rig(catching(""));
        rig.functions.put("work", payload -> {
            throw error("com.example.Broken");
        });
        assertEquals("{\"Error\":\"com.example.Broken\",\"Cause\":\"{\\\"errorType\\\":\\\"com.example.Broken\\\"}\"}",
                rig.run("{\"n\":1}").get("output"));
        assertEquals(List.of("ExecutionStarted", "TaskStateEntered", "TaskScheduled", "TaskStarted", "TaskFailed",
                "TaskStateExited", "SucceedStateEntered", "SucceedStateExited", "ExecutionSucceeded"),
                rig.eventTypes());
    }

    @Test
    void anErrorObjectWithoutATypeIsUnknown() {
        Rig rig = new Rig(catching(""));
        rig.functions.put("work", payload -> {
            throw new InvocationFailure.FunctionError("{}".getBytes(StandardCharsets.UTF_8));
        });
        assertEquals("{\"Error\":\"Lambda.Unknown\",\"Cause\":\"{}\"}", rig.run("{\"n\":1}").get("output"));
    }

    @Test
    void anInvokerThatBreaksIsAServiceExceptionWithItsReason() {
        Rig rig = new Rig(catching(""));
        rig.functions.put("work", payload -> {
            throw new IllegalStateException("no such function");
        });
        assertEquals("{\"Error\":\"Lambda.ServiceException\","
                + "\"Cause\":\"java.lang.IllegalStateException: no such function\"}", rig.run("{\"n\":1}").get("output"));
    }

    @Test
    void retriesBackOffAndThenTheCatcherDecides() {
        Rig rig = new Rig(catching("""
                "Retry": [{"ErrorEquals": ["Lambda.TooManyRequestsException"], "IntervalSeconds": 2,
                           "MaxAttempts": 3, "BackoffRate": 3, "MaxDelaySeconds": 10}],"""));
        rig.functions.put("work", payload -> {
            throw new InvocationFailure.ServiceError("Lambda.TooManyRequestsException", "Rate Exceeded.");
        });
        rig.run("{\"n\":1}");
        assertEquals(1, rig.invoked.size());
        rig.time.advance(Duration.ofMillis(1_999));
        assertEquals(1, rig.invoked.size());
        rig.time.advance(Duration.ofMillis(1));
        assertEquals(2, rig.invoked.size());
        rig.time.advance(Duration.ofSeconds(6));
        assertEquals(3, rig.invoked.size());
        rig.time.advance(Duration.ofMillis(9_999));
        assertEquals(3, rig.invoked.size());
        rig.time.advance(Duration.ofMillis(1));
        assertEquals(4, rig.invoked.size());
        assertEquals("{\"Error\":\"Lambda.TooManyRequestsException\",\"Cause\":\"Rate Exceeded.\"}",
                rig.describe().get("output"));
    }

    @Test
    void eachRetrierCountsItsOwnErrors() {
        Rig rig = new Rig(task("""
                "Retry": [{"ErrorEquals": ["ErrorA", "ErrorB"], "IntervalSeconds": 1, "MaxAttempts": 2},
                          {"ErrorEquals": ["ErrorC"], "IntervalSeconds": 5}],
                "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Caught",
                           "Output": "{% $states.context.State.RetryCount & ' ' & $states.errorOutput.Error %}"}],"""));
        List<String> errors = List.of("ErrorA", "ErrorB", "ErrorC", "ErrorB");
        rig.functions.put("work", payload -> {
            throw error(errors.get(rig.invoked.size() - 1));
        });
        rig.run("{\"n\":1}");
        rig.time.advance(Duration.ofSeconds(8));
        assertEquals("\"3 ErrorB\"", rig.describe().get("output"));
        assertEquals(4, rig.invoked.size());
    }

    @Test
    void theFirstCatcherThatNamesTheErrorIsTaken() {
        Rig rig = new Rig(machine("""
                "Work": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
                  "Arguments": {"FunctionName": "work"}, "Catch": [
                    {"ErrorEquals": ["Other"], "Next": "A"},
                    {"ErrorEquals": ["Mine"], "Next": "B", "Assign": {"why": "{% $states.errorOutput.Error %}"},
                     "Output": {"at": "{% $states.input.n %}"}},
                    {"ErrorEquals": ["States.ALL"], "Next": "A"}], "End": true},
                "A": {"Type": "Succeed"},
                "B": {"Type": "Succeed", "Output": "{% $why & ' at ' & $states.input.at %}"}"""));
        rig.functions.put("work", payload -> {
            throw error("Mine");
        });
        assertEquals("\"Mine at 4\"", rig.run("{\"n\":4}").get("output"));
        assertEquals(List.of("work {}"), rig.invoked);
    }

    @Test
    void withoutACatcherTheErrorEndsTheExecution() {
        Rig rig = new Rig(machine("""
                "Work": {"Type": "Task", "Resource": "arn:aws-cn:states:::lambda:invoke",
                  "Arguments": {"FunctionName": "work"}, "End": true}"""));
        rig.functions.put("work", payload -> {
            throw error("Mine");
        });
        Map<?, ?> closed = rig.run("{}");
        assertEquals("FAILED", closed.get("status"));
        assertEquals("Mine", closed.get("error"));
        assertEquals("{\"errorType\":\"Mine\"}", closed.get("cause"));
    }

    @Test
    void aResultBeyondTheLimitIsNotCaughtByAll() {
        Rig rig = new Rig(catching(""));
        rig.functions.put("work", payload -> "x".repeat(262_144));
        Map<?, ?> closed = rig.run("{\"n\":1}");
        assertEquals("FAILED", closed.get("status"));
        assertEquals("States.DataLimitExceeded", closed.get("error"));
    }

    @Test
    void aResultBeyondTheLimitIsCaughtByItsName() {
        Rig rig = new Rig(task("""
                "Catch": [{"ErrorEquals": ["States.DataLimitExceeded"], "Next": "Caught",
                           "Output": "{% $states.errorOutput.Error %}"}],"""));
        rig.functions.put("work", payload -> "x".repeat(262_144));
        assertEquals("\"States.DataLimitExceeded\"", rig.run("{\"n\":1}").get("output"));
    }

    @Test
    void argumentsBeyondTheLimitAreNotSent() {
        Rig rig = new Rig(machine("""
                "Work": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
                  "Arguments": {"FunctionName": "work", "Payload": "{% $pad('', 262144, 'x') %}"}, "End": true}"""));
        assertEquals("States.DataLimitExceeded", rig.run("{}").get("error"));
        assertEquals(List.of(), rig.invoked);
    }

    @Test
    void argumentsFromAnExpressionAreCheckedWhenTheyAreKnown() {
        Rig rig = new Rig(machine("""
                "Work": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
                  "Arguments": "{% $states.input %}", "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Caught"}],
                  "End": true},
                "Caught": {"Type": "Succeed"}"""));
        Map<?, ?> closed = rig.run("{\"FunctionName\": \"work\", \"InvocationType\": \"Event\"}");
        assertEquals("States.Runtime", closed.get("error"));
        assertEquals("An error occurred while executing the state 'Work' (entered at the event id #2). "
                + "The field 'InvocationType' is not supported by Step Functions", closed.get("cause"));
    }

    @Test
    void anExpressionThatFailsInATaskCanBeCaught() {
        Rig rig = new Rig(task("""
                "Output": "{% $states.result.Payload.absent %}",
                "Catch": [{"ErrorEquals": ["States.QueryEvaluationError"], "Next": "Caught",
                           "Output": "{% $states.errorOutput.Error %}"}],"""));
        rig.functions.put("work", payload -> Map.of());
        assertEquals("\"States.QueryEvaluationError\"", rig.run("{\"n\":1}").get("output"));
        assertEquals("Output", rig.details("EvaluationFailed").get("location"));
    }

    @Test
    void aCatcherWhoseOwnExpressionFailsEndsTheExecution() {
        Rig rig = new Rig(task("""
                "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Caught", "Output": "{% $states.input.absent %}"}],"""));
        rig.functions.put("work", payload -> {
            throw error("Mine");
        });
        assertEquals("States.QueryEvaluationError", rig.run("{\"n\":1}").get("error"));
        assertEquals("Catch[0]/Output", rig.details("EvaluationFailed").get("location"));
    }

    @Test
    void aNullPayloadStaysNull() {
        Rig rig = new Rig(catching("\"Output\": {\"p\": \"{% $states.result.Payload %}\"},"));
        rig.functions.put("work", payload -> null);
        assertEquals("{\"p\":null}", rig.run("{\"n\":null}").get("output"));
        assertEquals(List.of("work {\"n\":null}"), rig.invoked);
        assertFalse(rig.describe().containsKey("error"));
    }
}
