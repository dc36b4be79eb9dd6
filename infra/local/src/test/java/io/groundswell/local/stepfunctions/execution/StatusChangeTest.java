package io.groundswell.local.stepfunctions.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.groundswell.local.stepfunctions.Rig;
import io.groundswell.local.stepfunctions.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The listener hears of every status in order")
class StatusChangeTest {

    @Test
    void runningThenTheEndWithItsOutput() {
        Rig rig = new Rig(Rig.machine("""
                "Nap": {"Type": "Wait", "Seconds": 1, "Output": 5, "End": true}"""));
        rig.run("{\"a\":1}");
        rig.time.advance(Duration.ofSeconds(1));
        assertEquals(List.of("RUNNING", "SUCCEEDED"),
                rig.changes.stream().map(change -> change.execution().status().name()).toList());
        assertEquals("{\"executionArn\":\"arn:aws:states:eu-west-1:123456789012:execution:flow:run\","
                + "\"stateMachineArn\":\"arn:aws:states:eu-west-1:123456789012:stateMachine:flow\","
                + "\"stateMachineVersionArn\":null,\"stateMachineAliasArn\":null,\"name\":\"run\","
                + "\"status\":\"SUCCEEDED\",\"startDate\":1772355600000,\"stopDate\":1772355601000,\"redriveCount\":0,"
                + "\"redriveDate\":null,\"redriveStatus\":null,\"redriveStatusReason\":null,"
                + "\"input\":\"{\\\"a\\\":1}\",\"inputDetails\":{\"included\":true},\"output\":\"5\","
                + "\"outputDetails\":{\"included\":true},\"error\":null,\"cause\":null}",
                Json.write(rig.changes.get(1).detail()));
        assertEquals(List.of(Rig.EXECUTION + "run"), rig.changes.get(1).resources());
    }

    @Test
    void aStopIsAbortedWithItsReason() {
        Rig rig = new Rig(Rig.machine("""
                "Nap": {"Type": "Wait", "Seconds": 1, "End": true}"""));
        rig.begin("run", "{}");
        rig.call("StopExecution", Map.of("executionArn", Rig.EXECUTION + "run", "cause", "by hand"));
        rig.time.settle();
        assertEquals(List.of("RUNNING", "ABORTED"),
                rig.changes.stream().map(change -> change.execution().status().name()).toList());
        assertEquals("by hand", rig.changes.get(1).detail().get("cause"));
    }
}
