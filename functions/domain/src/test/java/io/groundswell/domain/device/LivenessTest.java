package io.groundswell.domain.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.domain.rollout.Rollout;
import io.groundswell.domain.rollout.RolloutStatus;
import io.groundswell.domain.rollout.Rollouts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LivenessTest {

    private static final Instant SEEN = Instant.parse("2026-03-01T09:30:00Z");
    private static final Liveness EVERY_MINUTE = new Liveness(SEEN, Duration.ofSeconds(60));

    @Test
    @DisplayName("[R9] a device is offline when silent for 3 intervals")
    void offlineAfterThreeIntervals() {
        assertFalse(EVERY_MINUTE.isOffline(SEEN));
        assertFalse(EVERY_MINUTE.isOffline(Instant.parse("2026-03-01T09:32:59.999Z")));
        assertTrue(EVERY_MINUTE.isOffline(Instant.parse("2026-03-01T09:33:00Z")));
        assertTrue(EVERY_MINUTE.isOffline(Instant.parse("2026-03-02T00:00:00Z")));
    }

    @Test
    @DisplayName("[R9] last seen is written at most once an interval, and at once when the interval changes")
    void staleOncePerInterval() {
        assertFalse(EVERY_MINUTE.isStale(SEEN.plusSeconds(59), Duration.ofSeconds(60)));
        assertTrue(EVERY_MINUTE.isStale(SEEN.plusSeconds(60), Duration.ofSeconds(60)));
        assertTrue(EVERY_MINUTE.isStale(SEEN.plusSeconds(1), Duration.ofSeconds(5)));
    }

    @Test
    @DisplayName("[R9] a device calls often while a rollout has, or will have, work for it")
    void workInSightIsBusy() {
        assertTrue(busy(Rollouts.ofWaves(1, 1).build(), 0, WorkState.NONE));
        assertTrue(busy(Rollouts.ofWaves(1, 1).build(), 1, WorkState.NONE));
        assertTrue(busy(Rollouts.ofWaves(1, 1).build(), 0, WorkState.APPLYING));
    }

    @ParameterizedTest
    @EnumSource(names = {"HEALTHY", "ROLLED_BACK", "FAILED", "EXCLUDED"})
    @DisplayName("[R9] a device that is done calls seldom")
    void doneIsNotBusy(WorkState state) {
        assertFalse(busy(Rollouts.ofWaves(1, 1).build(), 0, state));
    }

    @ParameterizedTest
    @EnumSource(names = {"SUCCEEDED", "FAILED", "ABORTED"})
    @DisplayName("[R9] a final rollout keeps nobody busy")
    void finalIsNotBusy(RolloutStatus status) {
        assertFalse(busy(Rollouts.ofWaves(1, 1).is(status).build(), 0, WorkState.NONE));
        assertFalse(busy(Rollouts.ofWaves(1, 1).is(status).build(), 0, WorkState.HEALTHY));
    }

    @Test
    @DisplayName("[R22] a device that has, or may yet have, something to revert calls often until the deadline")
    void revertingIsBusy() {
        Rollout reverting = Rollouts.ofWaves(1).is(RolloutStatus.ABORTED).revertingUntil(SEEN.plusSeconds(1)).build();
        assertTrue(busy(reverting, 0, WorkState.HEALTHY));
        assertTrue(busy(reverting, 0, WorkState.APPLYING));
        assertFalse(busy(reverting, 0, WorkState.FAILED));
        assertFalse(busy(reverting, 0, WorkState.REVERTED));
        Rollout over = Rollouts.ofWaves(1).is(RolloutStatus.ABORTED).revertingUntil(SEEN).build();
        assertFalse(busy(over, 0, WorkState.HEALTHY));
    }

    private static boolean busy(Rollout rollout, int wave, WorkState state) {
        return Assignments.keepDeviceBusy(
                List.of(new RolloutWork(rollout, Optional.of(Rollouts.memberIn(wave)), state)), SEEN);
    }
}
