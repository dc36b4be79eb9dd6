package io.groundswell.local.stepfunctions.asl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A definition is understood in full or refused with the path of what is not")
class StateMachineDefinitionTest {

    private static final String TASK = """
            {"QueryLanguage": "JSONata", "StartAt": "A", "States": {
              "A": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
                    "Arguments": {"FunctionName": "f"}, MORE},
              "B": {"Type": "Succeed"}}}""";

    private static List<String> findings(String definition) {
        return assertThrows(InvalidDefinition.class, () -> StateMachineDefinition.parse(definition)).findings();
    }

    private static void accepts(String definition) {
        assertEquals(definition, StateMachineDefinition.parse(definition).text());
    }

    private static String state(String state) {
        return "{\"QueryLanguage\": \"JSONata\", \"StartAt\": \"A\", \"States\": {\"A\": " + state + "}}";
    }

    @Test
    void everySupportedFieldIsAccepted() {
        accepts("""
                {"Comment": "c", "QueryLanguage": "JSONata", "Version": "1.0", "StartAt": "A", "TimeoutSeconds": 5,
                 "States": {
                  "A": {"Type": "Task", "Comment": "c", "QueryLanguage": "JSONata",
                    "Resource": "arn:aws-us-gov:states:::lambda:invoke.waitForTaskToken",
                    "Arguments": {"FunctionName": "f", "Payload": {"t": "{% $states.context.Task.Token %}"}},
                    "Output": "{% $states.result %}", "Assign": {"a": 1, "b": {"c": ["{% $states.result %}"]}},
                    "TimeoutSeconds": "{% $states.input.t %}", "HeartbeatSeconds": 5,
                    "Retry": [{"ErrorEquals": ["X"], "Comment": "c", "IntervalSeconds": 1, "MaxAttempts": 0,
                      "BackoffRate": 1.5, "MaxDelaySeconds": 2, "JitterStrategy": "FULL"}],
                    "Catch": [{"ErrorEquals": ["States.ALL"], "Comment": "c", "Next": "B", "Assign": {"a": 2},
                      "Output": "{% $states.errorOutput %}"}], "Next": "B"},
                  "B": {"Type": "Choice", "Default": "C", "Output": 1, "Assign": {"a": 3}, "Choices": [
                    {"Condition": "{% $a = 1 %}", "Comment": "c", "Next": "D", "Output": 2, "Assign": {"a": 4}}]},
                  "C": {"Type": "Wait", "Seconds": 0, "Output": 1, "Assign": {"a": 5}, "Next": "E"},
                  "D": {"Type": "Fail", "Error": "{% 'x' %}", "Cause": "y"},
                  "E": {"Type": "Pass", "Output": {"x": null}, "Assign": {"a": 6}, "Next": "F"},
                  "F": {"Type": "Succeed", "Output": "{% $a + $b.c[0] %}"}}}""");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{\"Type\": \"Pass\", \"End\": true, \"Foo\": 1} | States.A.Foo: not supported",
        "{\"Type\": \"Pass\", \"End\": true, \"Result\": 1} | States.A.Result: not supported, it belongs to JSONPath and "
                + "the QueryLanguage is JSONata",
        "{\"Type\": \"Wait\", \"Seconds\": 1, \"End\": true, \"HeartbeatSeconds\": 9} "
                + "| States.A.HeartbeatSeconds: not supported",
        "{\"Type\": \"Map\", \"End\": true} | States.A.Type: 'Map' is not supported, expected Task, Choice, Wait, Pass, "
                + "Succeed or Fail",
        "{\"Type\": \"Pass\"} | States.A: expected exactly one of Next and End",
        "{\"Type\": \"Pass\", \"End\": false} | States.A.End: expected true, found false",
        "{\"Type\": \"Pass\", \"End\": true, \"QueryLanguage\": \"JSONPath\"} "
                + "| States.A.QueryLanguage: expected JSONata, found 'JSONPath'",
        "{\"Type\": \"Wait\", \"End\": true} | States.A: expected exactly one of Seconds and Timestamp",
        "{\"Type\": \"Wait\", \"Seconds\": 1.5, \"End\": true} "
                + "| States.A.Seconds: expected a whole number from 0 to 99999999 or an expression, found 1.5",
        "{\"Type\": \"Wait\", \"Timestamp\": \"noon\", \"End\": true} "
                + "| States.A.Timestamp: expected a time such as 2026-01-31T08:00:00Z, found 'noon'",
        "{\"Type\": \"Choice\", \"Choices\": []} | States.A.Choices: expected an array that is not empty, "
                + "found an empty array",
        "{\"Type\": \"Choice\", \"Choices\": [{\"Condition\": \"yes\", \"Next\": \"A\"}]} "
                + "| States.A.Choices[0].Condition: expected true, false or an expression, found 'yes'",
        "{\"Type\": \"Choice\", \"Choices\": [{\"Condition\": true, \"Next\": \"A\", \"Variable\": \"$.x\"}]} "
                + "| States.A.Choices[0].Variable: not supported, it belongs to JSONPath and the QueryLanguage is JSONata",
        "{\"Type\": \"Fail\", \"Error\": 1} | States.A.Error: expected a string, found 1",
        "{\"Type\": \"Fail\", \"Next\": \"A\"} | States.A.Next: not supported",
        "{\"Type\": \"Pass\", \"End\": true, \"Assign\": {\"1x\": 1}} | States.A.Assign.1x: expected a variable name: "
                + "a letter or _, then up to 79 letters, digits or _, and not 'states'",
        "{\"Type\": \"Task\", \"Resource\": \"arn:aws:states:::sqs:sendMessage\", \"End\": true} "
                + "| States.A.Resource: 'arn:aws:states:::sqs:sendMessage' is not supported, expected "
                + "arn:aws:states:::lambda:invoke or arn:aws:states:::lambda:invoke.waitForTaskToken",
    })
    void aStateIsRefusedWithItsPath(String state, String finding) {
        assertEquals(List.of(finding), findings(state(state)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "\"Retry\": [{\"ErrorEquals\": [\"States.ALL\", \"X\"]}], \"Next\": \"B\" "
                + "| States.A.Retry[0].ErrorEquals: States.ALL stands alone and in the last entry",
        "\"Retry\": [{\"ErrorEquals\": [\"X\"], \"IntervalSeconds\": 0}], \"Next\": \"B\" "
                + "| States.A.Retry[0].IntervalSeconds: expected a whole number from 1 to 99999999, found 0",
        "\"Retry\": [{\"ErrorEquals\": [\"X\"], \"BackoffRate\": 0.5}], \"Next\": \"B\" "
                + "| States.A.Retry[0].BackoffRate: expected a number of at least 1, found 0.5",
        "\"Retry\": [{\"ErrorEquals\": [\"X\"], \"JitterStrategy\": \"SOME\"}], \"Next\": \"B\" "
                + "| States.A.Retry[0].JitterStrategy: expected FULL or NONE, found 'SOME'",
        "\"Retry\": [{\"ErrorEquals\": [\"X\"], \"IntervalSeconds\": 5, \"MaxDelaySeconds\": 5}], \"Next\": \"B\" "
                + "| States.A.Retry[0].MaxDelaySeconds: expected a whole number from 6 to 31622399, found 5",
        "\"Catch\": [{\"ErrorEquals\": [\"X\"], \"Next\": \"B\", \"ResultPath\": \"$.e\"}], \"Next\": \"B\" "
                + "| States.A.Catch[0].ResultPath: not supported, it belongs to JSONPath and the QueryLanguage is JSONata",
        "\"Catch\": [{\"ErrorEquals\": [\"X\"]}], \"Next\": \"B\" | States.A.Catch[0].Next: missing, expected a string",
        "\"TimeoutSeconds\": 5, \"HeartbeatSeconds\": 5, \"Next\": \"B\" "
                + "| States.A.HeartbeatSeconds: expected less than TimeoutSeconds (5), found 5",
        "\"Credentials\": {}, \"Next\": \"B\" | States.A.Credentials: not supported",
        "\"Output\": \"{% $states.errorOutput %}\", \"Next\": \"B\" | States.A.Output: $states.errorOutput is not defined "
                + "here, expected one of [context, input, result]",
        "\"TimeoutSeconds\": \"{% $states.result %}\", \"Next\": \"B\" | States.A.TimeoutSeconds: $states.result is not "
                + "defined here, expected one of [context, input]",
    })
    void aTaskIsRefusedWithItsPath(String fields, String finding) {
        assertEquals(List.of(finding), findings(TASK.replace("MORE", fields)));
    }

    @Test
    void argumentsThatAreNotCarriedOutAreRefused() {
        assertEquals(List.of("States.A.Arguments.InvocationType: not supported"), findings(TASK
                .replace("\"FunctionName\": \"f\"", "\"FunctionName\": \"f\", \"InvocationType\": \"Event\"")
                .replace("MORE", "\"Next\": \"B\"")));
    }

    @Test
    void anExpressionThatIsNotJsonataIsRefused() {
        assertEquals(List.of("States.A.Output.x[1]: not JSONata: Expected \")\" before end of expression in '('"),
                findings(state("""
                        {"Type": "Pass", "Output": {"x": [1, "{% ( %}"]}, "End": true}""")));
        assertEquals(List.of("States.A.Output: starts with {% but does not end with %}"), findings(state("""
                {"Type": "Pass", "Output": "{% 1 % }", "End": true}""")));
        assertEquals(List.of("States.A.Output: Reference to '$$' is not supported, use $states.input"),
                findings(state("""
                        {"Type": "Pass", "Output": "{% $$.x %}", "End": true}""")));
        assertEquals(List.of("States.A.Output: $eval is not supported, use $parse to read JSON text"),
                findings(state("""
                        {"Type": "Pass", "Output": "{% $eval('1') %}", "End": true}""")));
    }

    @Test
    void aVariableThatNoStateAssignsIsRefused() {
        assertEquals(List.of("States.A.Output.k: $wav is neither a function nor assigned by any state "
                + "(assigned: [wave])"), findings(state("""
                {"Type": "Pass", "Assign": {"wave": 1}, "Output": {"k": "{% $wav %}"}, "End": true}""")));
    }

    @Test
    void everyStateWithAFindingIsReported() {
        assertEquals(List.of("States.A.Foo: not supported", "States.B.Bar: not supported"), findings("""
                {"QueryLanguage": "JSONata", "StartAt": "A", "States": {
                  "A": {"Type": "Pass", "Foo": 1, "Next": "B"}, "B": {"Type": "Succeed", "Bar": 1}}}"""));
    }

    @Test
    void transitionsLeadToStatesAndEveryStateIsReached() {
        assertEquals(List.of("StartAt: no state 'X', found [A, B]", "States.A: no state 'Y' to go to, found [A, B]"),
                findings("""
                        {"QueryLanguage": "JSONata", "StartAt": "X", "States": {
                          "A": {"Type": "Pass", "Next": "Y"}, "B": {"Type": "Succeed"}}}"""));
        assertEquals(List.of("States.B: unreachable, no transition leads to it from A"), findings("""
                {"QueryLanguage": "JSONata", "StartAt": "A", "States": {
                  "A": {"Type": "Pass", "End": true}, "B": {"Type": "Pass", "Next": "A"}}}"""));
        assertEquals(List.of("States: no state that is reached ends the execution"),
                findings(state("{\"Type\": \"Pass\", \"Next\": \"A\"}")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{\"StartAt\": \"A\", \"States\": {}} | QueryLanguage: missing, which means JSONPath; expected JSONata",
        "{\"QueryLanguage\": \"JSONPath\"} | QueryLanguage: expected JSONata, found 'JSONPath'",
        "{\"QueryLanguage\": \"JSONata\", \"StartAt\": \"A\"} | States: missing, expected an object of states",
        "{\"QueryLanguage\": \"JSONata\", \"StartAt\": \"A\", \"TimeoutSeconds\": \"{% 5 %}\", \"States\": {}} "
                + "| TimeoutSeconds: expected a whole number from 1 to 99999999, found '{% 5 %}'",
        "{\"QueryLanguage\": \"JSONata\", \"StartAt\": \"A\", \"Timeout\": 5, \"States\": {}} | Timeout: not supported",
        "[] | definition: expected an object, found an empty array",
    })
    void theMachineItselfIsRefusedWithItsPath(String definition, String finding) {
        assertEquals(List.of(finding), findings(definition));
    }

    @Test
    void jsonIsStrict() {
        assertEquals(List.of("definition: not JSON, Duplicate field 'A' at line 1, column 13"),
                findings("{\"A\": 1, \"A\": 2}"));
    }
}
