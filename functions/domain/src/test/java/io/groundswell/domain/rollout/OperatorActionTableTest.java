package io.groundswell.domain.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.groundswell.domain.error.Conflict;
import io.groundswell.domain.rollout.Transition.Changed;
import io.groundswell.domain.rollout.Transition.Unchanged;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every rollout status against every operator action: the status afterwards, {@code same} or {@code 409}. */
class OperatorActionTableTest {

    private static final Instant NOW = Instant.parse("2026-03-02T08:00:00Z");
    private static final List<Function<Rollout, Transition>> ACTIONS = List.of(
            rollout -> OperatorAction.approve(rollout, 1, "ben"),
            rollout -> OperatorAction.halt(rollout, Counted.nothing(2), "by hand"),
            OperatorAction::resume,
            rollout -> OperatorAction.abort(rollout, AbortPolicy.KEEP, NOW, Duration.ofDays(30)),
            rollout -> OperatorAction.abort(rollout, AbortPolicy.REVERT, NOW, Duration.ofDays(30)));

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        // status             | approve 1            | halt   | resume      | abort keep | abort revert
        "created              | 409                  | halted | 409         | aborted    | aborted",
        "in_progress          | 409                  | halted | 409         | aborted    | aborted",
        "waiting_for_approval | waiting_for_approval | halted | 409         | aborted    | aborted",
        "halted               | 409                  | same   | in_progress | aborted    | aborted",
        "succeeded            | 409                  | 409    | 409         | 409        | 409",
        "failed               | 409                  | 409    | 409         | 409        | failed",
        "aborted (keep)       | 409                  | 409    | 409         | same       | 409",
        "aborted (revert)     | 409                  | 409    | 409         | 409        | same",
        "failed (revert)      | 409                  | 409    | 409         | 409        | same"})
    @DisplayName("[R25] what each operator action does in each status")
    void everyStatusAndAction(String status, String approve, String halt, String resume, String keep, String revert) {
        List<String> expected = List.of(approve, halt, resume, keep, revert);
        for (int i = 0; i < ACTIONS.size(); i++) {
            assertOutcome(expected.get(i), rollout(status), ACTIONS.get(i));
        }
    }

    @Test
    @DisplayName("[R23] the table covers all seven states, and the last three are final")
    void coversEveryStatus() {
        assertEquals(List.of("created", "in_progress", "waiting_for_approval", "halted", "succeeded", "failed",
                "aborted"), Arrays.stream(RolloutStatus.values()).map(RolloutStatus::word).toList());
        assertEquals(Set.of(RolloutStatus.SUCCEEDED, RolloutStatus.FAILED, RolloutStatus.ABORTED),
                Arrays.stream(RolloutStatus.values()).filter(RolloutStatus::isFinal).collect(Collectors.toSet()));
        for (RolloutStatus status : RolloutStatus.values()) {
            assertEquals(status, RolloutStatus.parse(status.word()));
        }
        assertThrows(IllegalArgumentException.class, () -> RolloutStatus.parse("paused"));
    }

    private static Rollout rollout(String status) {
        Rollouts rollout = Rollouts.ofWaves(2, 8).manual(1);
        return switch (status) {
            case "created" -> rollout.created().build();
            case "aborted (keep)" -> rollout.aborted(AbortPolicy.KEEP).build();
            case "aborted (revert)" -> rollout.aborted(AbortPolicy.REVERT).revertingUntil(NOW).build();
            case "failed (revert)" -> rollout.is(RolloutStatus.FAILED).revertingUntil(NOW).build();
            default -> rollout.is(RolloutStatus.parse(status)).build();
        };
    }

    private static void assertOutcome(String expected, Rollout rollout, Function<Rollout, Transition> action) {
        switch (expected) {
            case "409" -> assertThrows(Conflict.class, () -> action.apply(rollout));
            case "same" -> assertSame(rollout, ((Unchanged) action.apply(rollout)).rollout());
            default -> assertEquals(expected, ((Changed) action.apply(rollout)).rollout().status().word());
        }
    }
}
