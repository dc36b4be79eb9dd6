package io.groundswell.local.stepfunctions.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Retriers and catchers match errors by the documented wildcards")
class StateFailureTest {

    @ParameterizedTest
    @CsvSource({
        "com.example.Broken, com.example.Broken, true",
        "com.example.Broken, com.example, false",
        "com.example.Broken, States.ALL, true",
        "com.example.Broken, States.TaskFailed, true",
        "States.Timeout, States.Timeout, true",
        "States.Timeout, States.ALL, true",
        "States.Timeout, States.TaskFailed, false",
        "States.Timeout, States.HeartbeatTimeout, false",
        "States.QueryEvaluationError, States.ALL, true",
        "States.QueryEvaluationError, States.TaskFailed, true",
        "States.DataLimitExceeded, States.ALL, false",
        "States.DataLimitExceeded, States.TaskFailed, false",
        "States.DataLimitExceeded, States.DataLimitExceeded, true",
        "States.Runtime, States.ALL, false",
        "States.Runtime, States.TaskFailed, false",
        "States.Runtime, States.Runtime, false",
    })
    void matches(String error, String errorEquals, boolean expected) {
        assertEquals(expected, StateFailure.of(error, "").matches(List.of(errorEquals)));
    }

    @ParameterizedTest
    @CsvSource({"States.Timeout, true", "States.HeartbeatTimeout, true", "States.ALL, true", "States.TaskFailed, false"})
    void aMissedHeartbeatMatches(String errorEquals, boolean expected) {
        assertEquals(expected, StateFailure.timeout(true).matches(List.of(errorEquals)));
    }

    @Test
    void aCauseIsCutAtItsLimit() {
        StateFailure failure = StateFailure.of("E", "x".repeat(32_769));
        assertEquals(Optional.of(32_768), failure.cause().map(String::length));
    }
}
