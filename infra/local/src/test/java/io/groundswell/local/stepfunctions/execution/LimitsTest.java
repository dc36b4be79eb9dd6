package io.groundswell.local.stepfunctions.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.groundswell.local.stepfunctions.Rig;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The service's quotas hold")
class LimitsTest {

    @Test
    void theLastEventOfAFullHistoryFailsTheExecution() {
        Rig rig = new Rig(Rig.machine("""
                "Ping": {"Type": "Choice", "Default": "Pong", "Choices": [{"Condition": false, "Next": "Done"}]},
                "Pong": {"Type": "Pass", "Next": "Ping"},
                "Done": {"Type": "Succeed"}"""));
        Map<?, ?> closed = rig.run("{}");
        assertEquals("FAILED", closed.get("status"));
        assertEquals("States.Runtime", closed.get("error"));
        assertEquals("The execution reached the maximum number of history events (25000).", closed.get("cause"));
        Map<?, ?> answer = rig.call("GetExecutionHistory",
                Map.of("executionArn", Rig.EXECUTION + "run", "reverseOrder", true, "maxResults", 2));
        List<?> events = (List<?>) answer.get("events");
        assertEquals(25_000, ((Map<?, ?>) events.get(0)).get("id"));
        assertEquals("ExecutionFailed", ((Map<?, ?>) events.get(0)).get("type"));
        assertEquals(24_999, ((Map<?, ?>) events.get(0)).get("previousEventId"));
    }

    @Test
    void anOutputBeyondThePayloadLimitFailsTheExecution() {
        Rig rig = new Rig(Rig.machine("""
                "Grow": {"Type": "Pass", "Output": "{% $pad('', 262143, 'x') %}", "End": true}"""));
        assertEquals("States.DataLimitExceeded", rig.run("{}").get("error"));
    }

    @Test
    void anOutputOfExactlyThePayloadLimitPasses() {
        Rig rig = new Rig(Rig.machine("""
                "Grow": {"Type": "Pass", "Output": "{% $pad('', 262142, 'x') %}", "End": true}"""));
        assertEquals("SUCCEEDED", rig.run("{}").get("status"));
    }
}
