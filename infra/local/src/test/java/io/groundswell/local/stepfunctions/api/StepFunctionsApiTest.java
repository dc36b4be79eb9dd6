package io.groundswell.local.stepfunctions.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.local.stepfunctions.Rig;
import io.groundswell.local.stepfunctions.Settings;
import io.groundswell.local.stepfunctions.execution.Limits;
import io.groundswell.local.stepfunctions.execution.VirtualTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Every operation answers and refuses as the service does")
class StepFunctionsApiTest {

    private static final String NAP = Rig.machine("""
            "Nap": {"Type": "Wait", "Seconds": 60, "Next": "Done"},
            "Done": {"Type": "Succeed"}""");

    private final Rig rig = new Rig(NAP);

    private static Object type(Map<?, ?> answer) {
        assertEquals(400, answer.get("http"), answer::toString);
        return answer.get("__type");
    }

    private static List<?> members(Map<?, ?> answer, String list, String member) {
        return ((List<?>) answer.get(list)).stream().map(item -> ((Map<?, ?>) item).get(member)).toList();
    }

    @Test
    void startingAgainAlikeWhileItRunsIsTheSameExecution() {
        Map<?, ?> first = rig.begin("run", "{\"a\":1}");
        rig.time.advance(Duration.ofSeconds(5));
        assertEquals(first, rig.begin("run", "{\"a\":1}"));
        assertEquals(Rig.EXECUTION + "run", first.get("executionArn"));
        assertEquals(1, members(rig.call("ListExecutions", Map.of("stateMachineArn", Rig.MACHINE)),
                "executions", "name").size());
    }

    @Test
    void aTakenNameWithOtherInputOrAfterTheEndIsRefused() {
        rig.begin("run", "{\"a\":1}");
        assertEquals("ExecutionAlreadyExists", type(rig.begin("run", "{\"a\":2}")));
        rig.time.advance(Duration.ofSeconds(60));
        assertEquals("SUCCEEDED", rig.describe().get("status"));
        assertEquals("ExecutionAlreadyExists", type(rig.begin("run", "{\"a\":1}")));
    }

    @Test
    void aNameIsFreeAgainNinetyDaysAfterTheEnd() {
        rig.begin("run", "{}");
        rig.time.advance(Duration.ofSeconds(60));
        rig.time.advance(Duration.ofDays(90));
        assertEquals("ExecutionAlreadyExists", type(rig.begin("run", "{}")));
        rig.time.advance(Duration.ofSeconds(1));
        assertEquals(200, rig.begin("run", "{}").get("http"));
    }

    @Test
    void withoutANameItGetsAUniqueOneAndWithoutInputAnEmptyObject() {
        Object arn = rig.call("StartExecution", Map.of("stateMachineArn", Rig.MACHINE)).get("executionArn");
        assertTrue(((String) arn).matches("\\Q" + Rig.EXECUTION + "\\E[0-9a-f-]{36}"));
        assertEquals("{}", rig.call("DescribeExecution", Map.of("executionArn", arn)).get("input"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a/b", "a:b", "a*", "<a>", "[a]", "{a}", "a?", "a\"b", "a#b", "a%b", "a\\b", "a^b",
        "a|b", "a~b", "a`b", "a$b", "a&b", "a,b", "a;b", "a\u0000b", "a\u0085b"})
    void aNameWithAForbiddenCharacterIsInvalid(String name) {
        assertEquals("InvalidName", type(rig.begin(name, "{}")));
    }

    @Test
    void aNameHasAtMostEightyCharacters() {
        assertEquals("ValidationException", type(rig.begin("n".repeat(81), "{}")));
        assertEquals(200, rig.begin("n".repeat(80), "{}").get("http"));
        assertEquals("ValidationException", type(rig.begin("", "{}")));
    }

    @Test
    void inputIsJsonWithinThePayloadLimitInBytes() {
        assertEquals("InvalidExecutionInput", type(rig.begin("run", "{oops")));
        assertEquals("InvalidExecutionInput", type(rig.begin("run", "{\"a\":1,\"a\":2}")));
        assertEquals("ValidationException", type(rig.begin("run", "\"" + "x".repeat(262_143) + "\"")));
        assertEquals("ValidationException", type(rig.begin("run", "\"" + "é".repeat(131_072) + "\"")));
        assertEquals(200, rig.begin("run", "\"" + "é".repeat(131_071) + "\"").get("http"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "StartExecution | stateMachineArn | arn:aws:states:eu-west-1:123456789012:stateMachine:other | StateMachineDoesNotExist",
        "StartExecution | stateMachineArn | nonsense | InvalidArn",
        "DescribeStateMachine | stateMachineArn | arn:aws:states:eu-west-1:123456789012:stateMachine:flow:1 | StateMachineDoesNotExist",
        "ListExecutions | stateMachineArn | arn:aws:states:us-east-1:123456789012:stateMachine:flow | StateMachineDoesNotExist",
        "DescribeExecution | executionArn | arn:aws:states:eu-west-1:123456789012:execution:flow:none | ExecutionDoesNotExist",
        "DescribeExecution | executionArn | arn:aws:states:eu-west-1:123456789012:stateMachine:flow | InvalidArn",
        "StopExecution | executionArn | arn:aws:states:eu-west-1:123456789012:execution:flow:none | ExecutionDoesNotExist",
        "GetExecutionHistory | executionArn | arn:aws:states:eu-west-1:123456789012:execution:flow:none | ExecutionDoesNotExist",
        "DescribeStateMachineForExecution | executionArn | x | InvalidArn",
        "SendTaskHeartbeat | taskToken | x | InvalidToken",
        "SendTaskFailure | taskToken | x | InvalidToken",
    })
    void whatDoesNotExistIsRefused(String operation, String member, String value, String type) {
        assertEquals(type, type(rig.call(operation, Map.of(member, value))));
    }

    @Test
    void anUnknownMemberIsRefusedByName() {
        Map<?, ?> answer = rig.call("StartExecution", Map.of("stateMachineArn", Rig.MACHINE, "trace", "x"));
        assertEquals("ValidationException", type(answer));
        assertEquals("1 validation error detected: 'trace' is not supported by this operation here",
                answer.get("message"));
    }

    @Test
    void anUnknownOperationIsRefused() {
        assertEquals("UnknownOperationException", type(rig.call("CreateStateMachine", Map.of())));
        for (String target : List.of("StartExecution", "DynamoDB_20120810.GetItem", "")) {
            Response response = rig.raw(target, "{}");
            assertEquals(400, response.status());
            assertTrue(new String(response.body(), StandardCharsets.UTF_8).contains("UnknownOperationException"));
        }
        assertEquals(400, rig.raw(null, "{}").status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{", "{\"executionArn\": 5}"})
    void aBodyThatIsNotARequestIsRefused(String body) {
        Response response = rig.raw("AWSStepFunctions.DescribeExecution", body);
        assertEquals(400, response.status());
        assertTrue(new String(response.body(), StandardCharsets.UTF_8).contains("SerializationException"));
    }

    @Test
    void executionsAreListedLatestFirstByStatusAndPage() {
        for (String name : List.of("a", "b", "c")) {
            rig.begin(name, "{}");
            rig.time.advance(Duration.ofSeconds(1));
        }
        rig.call("StopExecution", Map.of("executionArn", Rig.EXECUTION + "b"));
        Map<?, ?> page = rig.call("ListExecutions", Map.of("stateMachineArn", Rig.MACHINE, "maxResults", 2));
        assertEquals(List.of("c", "b"), members(page, "executions", "name"));
        rig.begin("d", "{}");
        Map<?, ?> rest = rig.call("ListExecutions", Map.of("stateMachineArn", Rig.MACHINE, "maxResults", 2,
                "nextToken", page.get("nextToken")));
        assertEquals(List.of("a"), members(rest, "executions", "name"));
        assertFalse(rest.containsKey("nextToken"));
        assertEquals(List.of("d", "c", "a"), members(rig.call("ListExecutions",
                Map.of("stateMachineArn", Rig.MACHINE, "statusFilter", "RUNNING")), "executions", "name"));
        assertEquals("InvalidToken", type(rig.call("ListExecutions", Map.of("stateMachineArn", Rig.MACHINE,
                "statusFilter", "RUNNING", "nextToken", page.get("nextToken")))));
        assertEquals("ValidationException", type(rig.call("ListExecutions",
                Map.of("stateMachineArn", Rig.MACHINE, "statusFilter", "DONE"))));
        assertEquals("ValidationException", type(rig.call("ListExecutions",
                Map.of("stateMachineArn", Rig.MACHINE, "maxResults", 1001))));
    }

    @Test
    void historyComesInPagesInBothOrders() {
        rig.begin("run", "{}");
        rig.time.advance(Duration.ofSeconds(60));
        for (boolean reverse : List.of(false, true)) {
            List<Object> ids = new ArrayList<>();
            Map<String, Object> request = new HashMap<>(
                    Map.of("executionArn", Rig.EXECUTION + "run", "maxResults", 4, "reverseOrder", reverse));
            Map<?, ?> page = rig.call("GetExecutionHistory", request);
            ids.addAll(members(page, "events", "id"));
            request.put("nextToken", page.get("nextToken"));
            page = rig.call("GetExecutionHistory", request);
            ids.addAll(members(page, "events", "id"));
            assertFalse(page.containsKey("nextToken"));
            assertEquals(reverse ? List.of(6, 5, 4, 3, 2, 1) : List.of(1, 2, 3, 4, 5, 6), ids);
            request.put("reverseOrder", !reverse);
            assertEquals("InvalidToken", type(rig.call("GetExecutionHistory", request)));
        }
    }

    @Test
    void historyWithoutDataKeepsTheRestOfTheDetails() {
        rig.begin("run", "{}");
        Map<?, ?> answer = rig.call("GetExecutionHistory",
                Map.of("executionArn", Rig.EXECUTION + "run", "includeExecutionData", false));
        assertEquals(List.of(Map.of("roleArn", "arn:aws:iam::123456789012:role/flow"), Map.of("name", "Nap")),
                List.of(((Map<?, ?>) ((List<?>) answer.get("events")).get(0)).get("executionStartedEventDetails"),
                        ((Map<?, ?>) ((List<?>) answer.get("events")).get(1)).get("stateEnteredEventDetails")));
    }

    @Test
    void stoppingTwiceKeepsTheFirstEnd() {
        rig.begin("run", "{}");
        Map<String, String> request = Map.of("executionArn", Rig.EXECUTION + "run");
        Object stopped = rig.call("StopExecution", request).get("stopDate");
        rig.time.advance(Duration.ofSeconds(5));
        assertEquals(stopped, rig.call("StopExecution", request).get("stopDate"));
        assertEquals("ABORTED", rig.describe().get("status"));
        assertFalse(rig.describe().containsKey("error"));
    }

    @Test
    void stateMachinesAreDescribedAndListed() {
        Map<?, ?> machine = rig.call("DescribeStateMachine", Map.of("stateMachineArn", Rig.MACHINE));
        assertEquals(NAP, machine.get("definition"));
        assertEquals("ACTIVE", machine.get("status"));
        assertEquals("STANDARD", machine.get("type"));
        assertEquals(1772355600.000, machine.get("creationDate"));
        assertFalse(rig.call("DescribeStateMachine", Map.of("stateMachineArn", Rig.MACHINE,
                "includedData", "METADATA_ONLY")).containsKey("definition"));
        rig.begin("run", "{}");
        assertEquals(NAP, rig.call("DescribeStateMachineForExecution",
                Map.of("executionArn", Rig.EXECUTION + "run")).get("definition"));
        assertEquals(List.of("flow"), members(rig.call("ListStateMachines", Map.of()), "stateMachines", "name"));
    }

    @Test
    void onlySoManyExecutionsRunAtOnce() {
        Limits two = new Limits(25_000, 262_144, 2, Duration.ofDays(365), Duration.ofDays(90));
        Rig small = new Rig(NAP, new Settings("aws", "eu-west-1", "123456789012", Optional.empty(), two),
                new VirtualTime(Rig.START));
        small.begin("a", "{}");
        small.begin("b", "{}");
        assertEquals("ExecutionLimitExceeded", type(small.begin("c", "{}")));
        small.time.advance(Duration.ofSeconds(60));
        assertEquals(200, small.begin("c", "{}").get("http"));
    }

    @Test
    void anAccountHasTwelveDigits() {
        assertThrows(IllegalArgumentException.class, () -> Settings.inMemory("eu-west-1", "1234"));
    }
}
