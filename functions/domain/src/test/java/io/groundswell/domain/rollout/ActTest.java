package io.groundswell.domain.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.groundswell.domain.rollout.Decision.AwaitApproval;
import io.groundswell.domain.rollout.Decision.Finish;
import io.groundswell.domain.rollout.Decision.HaltRollout;
import io.groundswell.domain.rollout.Decision.KeepWaiting;
import io.groundswell.domain.rollout.Decision.OpenWave;
import io.groundswell.domain.rollout.Transition.Changed;
import io.groundswell.domain.rollout.Transition.Unchanged;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ActTest {

    private static final Halt HALT =
            new Halt(1, 6, 100, new FailureTolerance(new BigDecimal("0.05")), "tolerance_exceeded");

    @Test
    @DisplayName("[R18] to keep waiting changes nothing")
    void waitingChangesNothing() {
        Rollout rollout = Rollouts.ofWaves(1, 9).build();
        assertSame(rollout, ((Unchanged) Act.on(rollout, new KeepWaiting())).rollout());
    }

    @Test
    @DisplayName("[R17] opening a wave puts the rollout in progress and records wave and size")
    void opensAWave() {
        Changed changed = act(Rollouts.ofWaves(20, 80).created(), new OpenWave(0));
        assertEquals(RolloutStatus.IN_PROGRESS, changed.rollout().status());
        assertEquals(0, changed.rollout().openWave());
        assertEquals("rollout.wave_opened", changed.event());
        assertEquals(Map.of("wave", 0, "size", 20), changed.data());
    }

    @Test
    @DisplayName("[R18] asking leaves the wave closed and records which one waits")
    void asksForApproval() {
        Changed changed = act(Rollouts.ofWaves(20, 80).manual(1), new AwaitApproval(1));
        assertEquals(RolloutStatus.WAITING_FOR_APPROVAL, changed.rollout().status());
        assertEquals(0, changed.rollout().openWave());
        assertEquals("rollout.waiting_for_approval", changed.event());
        assertEquals(Map.of("wave", 1), changed.data());
    }

    @Test
    @DisplayName("[R20] the halt event records wave, failure count, devices targeted and tolerance")
    void recordsTheHalt() {
        Changed changed = act(Rollouts.ofWaves(20, 80, 900).open(1).tolerating("0.05"), new HaltRollout(HALT));
        assertEquals(RolloutStatus.HALTED, changed.rollout().status());
        assertEquals(Optional.of(HALT), changed.rollout().halt());
        assertEquals(1, changed.rollout().openWave());
        assertEquals("rollout.halted", changed.event());
        assertEquals(Map.of("wave", 1, "failures", 6, "devices", 100, "tolerance", "0.05",
                "reason", "tolerance_exceeded"), changed.data());
    }

    @Test
    @DisplayName("[R20] a halt voids the approval that was not used and keeps the ones that were")
    void voidsUnusedApprovals() {
        Rollout halted = act(Rollouts.ofWaves(1, 9, 90).open(1).approved(0, "ben").approved(1, "ben")
                .approved(2, "cleo"), new HaltRollout(HALT)).rollout();
        assertEquals(Optional.of("ben"), halted.waves().get(0).approvedBy());
        assertEquals(Optional.of("ben"), halted.waves().get(1).approvedBy());
        assertEquals(Optional.empty(), halted.waves().get(2).approvedBy());
    }

    @Test
    @DisplayName("[R20] an approval voided by a halt must be given again after the resume")
    void asksAgainAfterTheHalt() {
        Rollout halted = act(Rollouts.ofWaves(2, 9).approved(1, "ben").is(RolloutStatus.WAITING_FOR_APPROVAL),
                new HaltRollout(HALT)).rollout();
        Rollout resumed = OperatorAction.resume(halted).rollout();
        Tallies tallies = Counted.tallies(Counted.wave().healthy(1).failed(1), Counted.wave());
        assertEquals(new AwaitApproval(1), Progress.decide(resumed, tallies));
    }

    @ParameterizedTest
    @CsvSource({"SUCCEEDED, rollout.succeeded", "FAILED, rollout.failed"})
    @DisplayName("[R23] finishing records the outcome and ends a halt")
    void finishes(RolloutStatus outcome, String event) {
        Changed changed = act(Rollouts.ofWaves(1, 9).is(RolloutStatus.HALTED), new Finish(outcome));
        assertEquals(outcome, changed.rollout().status());
        assertEquals(Optional.empty(), changed.rollout().halt());
        assertEquals(event, changed.event());
        assertEquals(Map.of(), changed.data());
    }

    private static Changed act(Rollouts rollout, Decision decision) {
        return (Changed) Act.on(rollout.build(), decision);
    }
}
