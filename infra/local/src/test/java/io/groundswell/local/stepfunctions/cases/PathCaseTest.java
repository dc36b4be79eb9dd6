package io.groundswell.local.stepfunctions.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.groundswell.local.stepfunctions.asl.StateMachineDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A case holds only if everything is as it says")
class PathCaseTest {

    private static final StateMachineDefinition FLOW = StateMachineDefinition.parse("""
            {"QueryLanguage": "JSONata", "StartAt": "Open", "States": {
              "Open": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
                "Arguments": {"FunctionName": "tasks", "Payload": {"id": "{% $states.input.id %}"}},
                "TimeoutSeconds": 30, "Output": "{% $states.result.Payload %}",
                "Retry": [{"ErrorEquals": ["Lambda.TooManyRequestsException"], "MaxAttempts": 1}],
                "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Broken"}], "Next": "Watch"},
              "Watch": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken",
                "Arguments": {"FunctionName": "tasks", "Payload": {"token": "{% $states.context.Task.Token %}"}},
                "TimeoutSeconds": 86400, "Catch": [{"ErrorEquals": ["States.Timeout"], "Next": "Open",
                  "Output": {"id": "again"}}], "Next": "Decide"},
              "Decide": {"Type": "Choice", "Default": "Rest", "Choices": [
                {"Condition": "{% $states.input.decision = 'open' %}", "Next": "Open", "Output": {"id": 2}}]},
              "Rest": {"Type": "Wait", "Seconds": 5, "Next": "Done"},
              "Done": {"Type": "Succeed"},
              "Broken": {"Type": "Fail", "Error": "Rollout.Broken"}}}""");

    private static final String FULL = """
            {"name": "two waves", "input": {"id": "r1"}, "mocks": {
               "Open": [{"Throw": {"Error": "Lambda.TooManyRequestsException"}}, {"Return": {"wave": 0}},
                        {"Return": {"wave": 0}}, {"Return": {"wave": 1}}],
               "Watch": [{"Timeout": true}, {"TaskSuccess": {"decision": "open"}},
                         {"TaskSuccess": {"decision": "finish"}}]},
             "expect": {"path": ["Open", "Watch", "Open", "Watch", "Decide", "Open", "Watch", "Decide", "Rest", "Done"],
                        "status": "SUCCEEDED", "output": {"decision": "finish"}}}""";

    private static List<String> problems(String text) {
        return PathCase.parse(text).rehearse(FLOW).problems();
    }

    @Test
    void aCaseThatIsRightHolds() {
        assertEquals(List.of(), problems(FULL));
    }

    @Test
    void aTaskWithoutATokenCanTimeOutAndItsLateAnswerIsIgnored() {
        assertEquals(List.of(), problems("""
                {"name": "slow", "input": {"id": 1}, "mocks": {"Open": [{"Timeout": true}]},
                 "expect": {"path": ["Open", "Broken"], "status": "FAILED", "error": "Rollout.Broken"}}"""));
    }

    @Test
    void aTokenCanComeBackWithAnError() {
        assertEquals(List.of(), problems("""
                {"name": "gone", "input": {"id": 1}, "mocks": {"Open": [{"Return": 1}],
                   "Watch": [{"TaskFailure": {"Error": "Gone"}}]},
                 "expect": {"path": ["Open", "Watch"], "status": "FAILED", "error": "Gone"}}"""));
    }

    @Test
    void aWrongPathEndOutputOrErrorIsAProblem() {
        assertEquals(List.of("path: expected [Open], found [Open, Broken] (Rollout.Broken: no cause)",
                "status: expected SUCCEEDED, found FAILED (Rollout.Broken: no cause)",
                "output: expected {a=1}, found null (Rollout.Broken: no cause)",
                "error: expected Other, found Rollout.Broken (Rollout.Broken: no cause)"), problems("""
                {"name": "wrong", "input": {"id": 1}, "mocks": {"Open": [{"Throw": {"Error": "X", "Cause": "c"}}]},
                 "expect": {"path": ["Open"], "status": "SUCCEEDED", "output": {"a": 1}, "error": "Other"}}"""));
    }

    @Test
    void anAnswerThatIsNotUsedIsAProblem() {
        assertEquals(List.of("mocks.Open: 1 not used: [Return[payload=2]]"), problems("""
                {"name": "spare", "input": {"id": 1}, "mocks": {"Open": [{"Throw": {"Error": "X"}}, {"Return": 2}]},
                 "expect": {"path": ["Open", "Broken"], "status": "FAILED"}}"""));
    }

    @Test
    void anInvocationWithoutAnAnswerIsAProblem() {
        assertEquals(List.of("Watch: no answer is left for this invocation of tasks"), problems("""
                {"name": "short", "input": {"id": 1}, "mocks": {"Open": [{"Return": 1}]},
                 "expect": {"path": ["Open", "Watch"], "status": "SUCCEEDED"}}"""));
    }

    @Test
    void anAnswerMustFitItsTask() {
        assertEquals(List.of("Open: has no task token, expected Return, Timeout or Throw"), problems("""
                {"name": "unfit", "input": {"id": 1}, "mocks": {"Open": [{"TaskSuccess": 1}]},
                 "expect": {"path": ["Open"], "status": "SUCCEEDED"}}"""));
        assertEquals(List.of("Watch: waits for a task token, expected TaskSuccess, TaskFailure, Timeout or Throw, "
                + "found Return"), problems("""
                {"name": "unfit", "input": {"id": 1}, "mocks": {"Open": [{"Return": 1}], "Watch": [{"Return": 1}]},
                 "expect": {"path": ["Open", "Watch"], "status": "SUCCEEDED"}}"""));
        assertEquals(List.of("mocks.Decide: the definition has no Task state of that name"), problems("""
                {"name": "unfit", "input": {"id": 1}, "mocks": {"Open": [{"Throw": {"Error": "X"}}],
                   "Decide": [{"Return": 1}]},
                 "expect": {"path": ["Open", "Broken"], "status": "FAILED"}}"""));
    }

    @Test
    void aTokenThatIsNotPassedOnIsAProblem() {
        StateMachineDefinition forgetful = StateMachineDefinition.parse("""
                {"QueryLanguage": "JSONata", "StartAt": "Watch", "States": {"Watch": {"Type": "Task",
                  "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken",
                  "Arguments": {"FunctionName": "tasks"}, "End": true}}}""");
        assertEquals(List.of("Watch: the payload does not carry $states.context.Task.Token, "
                + "so nobody could complete the task"), PathCase.parse("""
                {"name": "lost", "input": {}, "mocks": {"Watch": [{"TaskSuccess": 1}]},
                 "expect": {"path": ["Watch"], "status": "SUCCEEDED"}}""").rehearse(forgetful).problems());
        assertEquals(List.of("Watch: cannot time out, it has neither TimeoutSeconds nor HeartbeatSeconds"),
                PathCase.parse("""
                {"name": "endless", "input": {}, "mocks": {"Watch": [{"Timeout": true}]},
                 "expect": {"path": ["Watch"], "status": "SUCCEEDED"}}""").rehearse(forgetful).problems());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{\"nme\": 1} | case: unknown field 'nme', expected [expect, input, mocks, name]",
        "{\"name\": \"n\", \"input\": 1} | case: the field 'expect' is missing",
        "{\"name\": \"n\", \"input\": 1, \"expect\": {\"path\": [\"A\"], \"status\": \"RUNNING\"}} "
                + "| expect.status: expected one of SUCCEEDED, FAILED, TIMED_OUT and ABORTED, found \"RUNNING\"",
        "{\"name\": \"n\", \"input\": 1, \"expect\": {\"path\": [], \"status\": \"FAILED\"}} "
                + "| expect.path: expected an array that is not empty, found []",
        "{\"name\": \"n\", \"input\": 1, \"mocks\": {\"A\": [{\"Returns\": 1}]}, "
                + "\"expect\": {\"path\": [\"A\"], \"status\": \"FAILED\"}} "
                + "| mocks.A[0]: expected one of Return, Throw, TaskSuccess, TaskFailure and Timeout, found \"Returns\"",
        "{\"name\": \"n\", \"input\": 1, \"mocks\": {\"A\": [{\"Throw\": {\"Error\": \"States.Timeout\"}}]}, "
                + "\"expect\": {\"path\": [\"A\"], \"status\": \"FAILED\"}} "
                + "| mocks.A[0].Throw.Error: a function cannot throw States.Timeout, answer with {\"Timeout\": true}",
        "{\"name\": \"n\", \"input\": 1, \"mocks\": {\"A\": [{\"Throw\": {\"Error\": \"E\", \"Why\": 1}}]}, "
                + "\"expect\": {\"path\": [\"A\"], \"status\": \"FAILED\"}} "
                + "| mocks.A[0].Throw: unknown field 'Why', expected [Cause, Error]",
    })
    void aFieldThatIsUnknownMissingOrWrongIsRefused(String text, String message) {
        assertEquals(message,
                assertThrows(IllegalArgumentException.class, () -> PathCase.parse(text)).getMessage());
    }

    @Test
    void aFileThatIsRefusedIsNamed(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("broken.json"), "{");
        String message = assertThrows(IllegalArgumentException.class, () -> PathCase.load(file)).getMessage();
        assertEquals(file + ": a case is JSON: ", message.substring(0, (file + ": a case is JSON: ").length()));
        Files.writeString(file, FULL);
        assertEquals("two waves", PathCase.load(file).toString());
    }
}
