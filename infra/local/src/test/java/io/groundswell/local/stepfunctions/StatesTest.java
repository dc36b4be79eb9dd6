package io.groundswell.local.stepfunctions;

import static io.groundswell.local.stepfunctions.Rig.machine;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Every state type does what Amazon States Language says")
class StatesTest {

    @Test
    void passHandsOnItsInput() {
        Rig rig = new Rig(machine("""
                "Only": {"Type": "Pass", "End": true}"""));
        assertEquals("{\"a\":[1,null]}", rig.run("{\"a\": [1, null]}").get("output"));
    }

    @Test
    void outputAndAssignSeeTheVariablesAsTheyWereOnEntry() {
        Rig rig = new Rig(machine("""
                "First": {"Type": "Pass", "Assign": {"n": 1}, "Next": "Second"},
                "Second": {"Type": "Pass", "Assign": {"n": "{% $n + 1 %}", "m": "{% $n %}"},
                           "Output": "{% $n %}", "Next": "Third"},
                "Third": {"Type": "Succeed", "Output": {"n": "{% $n %}", "m": "{% $m %}", "in": "{% $states.input %}"}}
                """));
        assertEquals("{\"n\":2,\"m\":1,\"in\":1}", rig.run("{}").get("output"));
        assertEquals(Map.of("n", "2", "m", "1"),
                ((Map<?, ?>) rig.events().get(4).get("stateExitedEventDetails")).get("assignedVariables"));
    }

    @Test
    void choiceTakesTheFirstTrueRuleAndItsOutput() {
        Rig rig = new Rig(machine("""
                "Pick": {"Type": "Choice", "Default": "Other", "Output": "default", "Choices": [
                  {"Condition": "{% $states.input.n > 10 %}", "Next": "Other"},
                  {"Condition": "{% $states.input.n > 1 %}", "Next": "Other", "Output": {"rule": 1},
                   "Assign": {"picked": true}},
                  {"Condition": true, "Next": "Other"}]},
                "Other": {"Type": "Succeed"}"""));
        assertEquals("{\"rule\":1}", rig.run("{\"n\": 5}").get("output"));
    }

    @Test
    void choiceFallsBackToItsDefaultAndTheStatesOwnOutput() {
        Rig rig = new Rig(machine("""
                "Pick": {"Type": "Choice", "Default": "Other", "Output": {"by": "default"}, "Choices": [
                  {"Condition": "{% $states.input.n > 10 %}", "Next": "Other"}]},
                "Other": {"Type": "Succeed"}"""));
        assertEquals("{\"by\":\"default\"}", rig.run("{\"n\": 5}").get("output"));
    }

    @Test
    void choiceWithoutAMatchOrDefaultFails() {
        Rig rig = new Rig(machine("""
                "Pick": {"Type": "Choice", "Choices": [{"Condition": false, "Next": "Other"}]},
                "Other": {"Type": "Succeed"}"""));
        Map<?, ?> closed = rig.run("{}");
        assertEquals("FAILED", closed.get("status"));
        assertEquals("States.Runtime", closed.get("error"));
        assertEquals("An error occurred while executing the state 'Pick' (entered at the event id #2). "
                + "Failed to transition out of the state. The state does not point to a next state.",
                closed.get("cause"));
    }

    @Test
    void choiceConditionMustBeABoolean() {
        Rig rig = new Rig(machine("""
                "Pick": {"Type": "Choice", "Choices": [{"Condition": "{% 'yes' %}", "Next": "Other"}]},
                "Other": {"Type": "Succeed"}"""));
        assertEquals("States.QueryEvaluationError", rig.run("{}").get("error"));
        assertEquals("Choices[0]/Condition", rig.details("EvaluationFailed").get("location"));
    }

    @Test
    void waitLastsItsSeconds() {
        Rig rig = new Rig(machine("""
                "Nap": {"Type": "Wait", "Seconds": "{% $states.input.s %}", "Output": "rested", "End": true}"""));
        assertEquals("RUNNING", rig.run("{\"s\": 60}").get("status"));
        rig.time.advance(Duration.ofMillis(59_999));
        assertEquals("RUNNING", rig.describe().get("status"));
        rig.time.advance(Duration.ofMillis(1));
        assertEquals("\"rested\"", rig.describe().get("output"));
        assertEquals(List.of("ExecutionStarted", "WaitStateEntered", "WaitStateExited", "ExecutionSucceeded"),
                rig.eventTypes());
    }

    @Test
    void waitEndsAtItsTimestampAndAtOnceWhenThatIsPast() {
        Rig rig = new Rig(machine("""
                "Late": {"Type": "Wait", "Timestamp": "2020-01-01T00:00:00Z", "Next": "Noon"},
                "Noon": {"Type": "Wait", "Timestamp": "{% $states.input.at %}", "End": true}"""));
        assertEquals("RUNNING", rig.run("{\"at\": \"2026-03-01T13:00:00+01:00\"}").get("status"));
        rig.time.advance(Duration.ofHours(3));
        assertEquals("SUCCEEDED", rig.describe().get("status"));
    }

    @Test
    void failEndsWithItsErrorAndCause() {
        Rig rig = new Rig(machine("""
                "Stop": {"Type": "Fail", "Error": "Rollout.Aborted", "Cause": "{% 'by ' & $states.input.who %}"}"""));
        Map<?, ?> closed = rig.run("{\"who\": \"ada\"}");
        assertEquals("FAILED", closed.get("status"));
        assertEquals("Rollout.Aborted", closed.get("error"));
        assertEquals("by ada", closed.get("cause"));
        assertEquals(List.of("ExecutionStarted", "FailStateEntered", "ExecutionFailed"), rig.eventTypes());
    }

    @Test
    void aStateThatCannotCatchFailsTheExecutionOnAnUndefinedResult() {
        Rig rig = new Rig(machine("""
                "Only": {"Type": "Pass", "Output": {"a": {"b": ["{% $states.input.absent %}"]}}, "End": true}"""));
        Map<?, ?> closed = rig.run("{}");
        assertEquals("States.QueryEvaluationError", closed.get("error"));
        assertEquals("An error occurred while executing the state 'Only' (entered at the event id #2). "
                + "The JSONata expression '$states.input.absent' specified for the field 'Output/a/b[0]' "
                + "returned nothing (undefined).", closed.get("cause"));
        assertEquals(Map.of("error", "States.QueryEvaluationError", "cause", closed.get("cause"),
                "location", "Output/a/b[0]", "state", "Only"), rig.details("EvaluationFailed"));
    }

    @Test
    void theContextNamesTheExecutionTheStateAndTheMachine() {
        Rig rig = new Rig(machine("""
                "Only": {"Type": "Pass", "Output": "{% $states.context %}", "End": true}"""));
        assertEquals("{\"Execution\":{\"Id\":\"arn:aws:states:eu-west-1:123456789012:execution:flow:run\","
                + "\"Input\":{\"a\":1},\"Name\":\"run\",\"RoleArn\":\"arn:aws:iam::123456789012:role/flow\","
                + "\"StartTime\":\"2026-03-01T09:00:00.000Z\",\"RedriveCount\":0},"
                + "\"State\":{\"Name\":\"Only\",\"EnteredTime\":\"2026-03-01T09:00:00.000Z\",\"RetryCount\":0},"
                + "\"StateMachine\":{\"Id\":\"arn:aws:states:eu-west-1:123456789012:stateMachine:flow\","
                + "\"Name\":\"flow\"}}",
                rig.run("{\"a\":1}").get("output"));
    }

    @Test
    void anExecutionEndsAtTheTimeoutOfItsMachineWithoutNamingAnError() {
        Rig rig = new Rig("""
                {"QueryLanguage": "JSONata", "TimeoutSeconds": 30, "StartAt": "Nap",
                 "States": {"Nap": {"Type": "Wait", "Seconds": 60, "End": true}}}""");
        rig.run("{}");
        rig.time.advance(Duration.ofSeconds(30));
        Map<?, ?> closed = rig.describe();
        assertEquals("TIMED_OUT", closed.get("status"));
        assertFalse(closed.containsKey("error"));
        assertEquals(List.of("ExecutionStarted", "WaitStateEntered", "ExecutionTimedOut"), rig.eventTypes());
        assertEquals(0, rig.events().get(2).get("previousEventId"));
        assertEquals("States.Timeout", rig.details("ExecutionTimedOut").get("error"));
    }

    @Test
    void anExecutionEndsAfterAYear() {
        Rig rig = new Rig(machine("""
                "Nap": {"Type": "Wait", "Seconds": 99999999, "End": true}"""));
        rig.run("{}");
        rig.time.advance(Duration.ofDays(365).minusSeconds(1));
        assertEquals("RUNNING", rig.describe().get("status"));
        rig.time.advance(Duration.ofSeconds(1));
        assertEquals("TIMED_OUT", rig.describe().get("status"));
        assertTrue(rig.time.nextAlarm().isEmpty());
    }
}
