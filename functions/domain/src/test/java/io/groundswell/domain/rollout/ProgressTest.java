package io.groundswell.domain.rollout;

import static io.groundswell.domain.rollout.Counted.nothing;
import static io.groundswell.domain.rollout.Counted.tallies;
import static io.groundswell.domain.rollout.Counted.wave;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.groundswell.domain.rollout.Decision.AwaitApproval;
import io.groundswell.domain.rollout.Decision.Finish;
import io.groundswell.domain.rollout.Decision.HaltRollout;
import io.groundswell.domain.rollout.Decision.KeepWaiting;
import io.groundswell.domain.rollout.Decision.OpenWave;
import java.math.BigDecimal;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProgressTest {

    private static final Decision WAIT = new KeepWaiting();
    private static final Decision SUCCEED = new Finish(RolloutStatus.SUCCEEDED);
    private static final Decision FAIL = new Finish(RolloutStatus.FAILED);

    @Test
    @DisplayName("[R17] wave 0 opens when the execution starts")
    void opensTheFirstWave() {
        assertEquals(new OpenWave(0), Progress.decide(Rollouts.ofWaves(2, 8).created().build(), nothing(2)));
    }

    @Test
    @DisplayName("[R17] a manual wave 0 waits for approval first")
    void asksForTheFirstWave() {
        Rollouts rollout = Rollouts.ofWaves(2, 8).created().manual(0);
        assertEquals(new AwaitApproval(0), Progress.decide(rollout.build(), nothing(2)));
        assertEquals(WAIT, Progress.decide(rollout.is(RolloutStatus.WAITING_FOR_APPROVAL).build(), nothing(2)));
        assertEquals(new OpenWave(0), Progress.decide(rollout.approved(0, "ben").build(), nothing(2)));
    }

    @Test
    @DisplayName("[R18] an open wave that is not complete waits")
    void waitsForTheOpenWave() {
        assertEquals(WAIT, decide(Rollouts.ofWaves(2, 8), wave().healthy(1), wave()));
    }

    @Test
    @DisplayName("[R18] a complete wave opens the next")
    void opensTheNext() {
        assertEquals(new OpenWave(1), decide(Rollouts.ofWaves(2, 8, 10), wave().healthy(2), wave(), wave()));
        assertEquals(new OpenWave(2), decide(Rollouts.ofWaves(2, 8, 10).open(1),
                wave().healthy(2), wave().healthy(8), wave()));
    }

    @Test
    @DisplayName("[R18] failed and rolled back devices complete a wave too")
    void failuresComplete() {
        assertEquals(new OpenWave(1), decide(Rollouts.ofWaves(10, 8).tolerating("0.2"),
                wave().healthy(8).failed(1).rolledBack(1), wave()));
    }

    @Test
    @DisplayName("[R18] a complete wave before a manual one asks, once")
    void asksForAManualWave() {
        Rollouts rollout = Rollouts.ofWaves(2, 8).manual(1);
        assertEquals(new AwaitApproval(1), decide(rollout, wave().healthy(2), wave()));
        assertEquals(WAIT, decide(rollout.is(RolloutStatus.WAITING_FOR_APPROVAL), wave().healthy(2), wave()));
        assertEquals(new OpenWave(1), decide(rollout.approved(1, "ben"), wave().healthy(2), wave()));
    }

    @Test
    @DisplayName("[R18] finishing comes before halting: everything terminal and failed is finished, not halted")
    void finishBeforeHalt() {
        assertEquals(FAIL, decide(Rollouts.ofWaves(1, 1).open(1), wave().failed(1), wave().failed(1)));
    }

    @Test
    @DisplayName("[R18] halting comes before asking and before opening")
    void haltBeforeAskAndOpen() {
        Halt halt = new Halt(0, 1, 2, FailureTolerance.NONE, "tolerance_exceeded");
        assertEquals(new HaltRollout(halt), decide(Rollouts.ofWaves(2, 8), wave().healthy(1).failed(1), wave()));
        assertEquals(new HaltRollout(halt),
                decide(Rollouts.ofWaves(2, 8).manual(1), wave().healthy(1).failed(1), wave()));
        assertEquals(new HaltRollout(halt),
                decide(Rollouts.ofWaves(2, 8).approved(1, "ben").is(RolloutStatus.WAITING_FOR_APPROVAL),
                        wave().healthy(1).failed(1), wave()));
    }

    @Test
    @DisplayName("[R18] from halted only finishing happens by itself")
    void haltedOnlyFinishes() {
        Rollouts halted = Rollouts.ofWaves(2, 1).is(RolloutStatus.HALTED);
        assertEquals(WAIT, decide(halted, wave().healthy(2), wave()));
        assertEquals(WAIT, decide(halted, wave().failed(2), wave()));
        assertEquals(FAIL, decide(halted, wave().healthy(1).failed(1), wave().excluded(1)));
    }

    @ParameterizedTest
    @EnumSource(names = {"SUCCEEDED", "FAILED", "ABORTED"})
    @DisplayName("[R23] a final rollout has nothing left to decide")
    void finalDecidesNothing(RolloutStatus status) {
        Rollouts done = Rollouts.ofWaves(2, 1).is(status);
        assertEquals(WAIT, decide(done, wave(), wave()));
        assertEquals(WAIT, decide(done, wave().healthy(2), wave()));
        assertEquals(WAIT, decide(done, wave().failed(2), wave()));
        assertEquals(WAIT, decide(done.open(1), wave().healthy(2), wave().healthy(1)));
    }

    @Test
    @DisplayName("[R19] the rule trips mid-wave")
    void tripsMidWave() {
        assertEquals(new HaltRollout(new Halt(0, 6, 100, tolerance("0.05"), "tolerance_exceeded")),
                decide(Rollouts.ofWaves(100, 900).tolerating("0.05"), wave().failed(6), wave()));
        assertEquals(WAIT, decide(Rollouts.ofWaves(100, 900).tolerating("0.05"), wave().failed(5), wave()));
    }

    @Test
    @DisplayName("[R19] the denominator is the opened waves, so a failed 1 % canary trips a tolerance of 5 %")
    void countsOpenedWavesOnly() {
        assertEquals(new HaltRollout(new Halt(0, 1, 1, tolerance("0.05"), "tolerance_exceeded")),
                decide(Rollouts.ofWaves(1, 99).tolerating("0.05"), wave().failed(1), wave()));
    }

    @Test
    @DisplayName("[R19] the denominator grows by each wave that opens, whole, and both kinds of failure count")
    void denominatorGrowsWithTheWaves() {
        Rollouts rollout = Rollouts.ofWaves(20, 80, 900).open(1).tolerating("0.05");
        assertEquals(WAIT, decide(rollout, wave().healthy(18).failed(1).rolledBack(1), wave().rolledBack(3), wave()));
        assertEquals(new HaltRollout(new Halt(1, 6, 100, tolerance("0.05"), "tolerance_exceeded")),
                decide(rollout, wave().healthy(18).failed(1).rolledBack(1), wave().rolledBack(4), wave()));
    }

    @Test
    @DisplayName("[R19] decommissioned devices are in neither count: one failure of 20 passes, of the 19 left it trips")
    void countsLiveDevicesOnly() {
        Rollouts rollout = Rollouts.ofWaves(20, 80).tolerating("0.05");
        assertEquals(new OpenWave(1), decide(rollout, wave().healthy(19).failed(1), wave()));
        assertEquals(new HaltRollout(new Halt(0, 1, 19, tolerance("0.05"), "tolerance_exceeded")),
                decide(rollout, wave().healthy(18).failed(1).excluded(1), wave()));
        assertEquals(new OpenWave(1), decide(rollout, wave().healthy(19).excluded(1), wave()));
    }

    @Test
    @DisplayName("[R10] a wave completes because its last silent device is decommissioned")
    void decommissionCompletesAWave() {
        assertEquals(WAIT, decide(Rollouts.ofWaves(3, 8), wave().healthy(2), wave()));
        assertEquals(new OpenWave(1), decide(Rollouts.ofWaves(3, 8), wave().healthy(2).excluded(1), wave()));
    }

    @Test
    @DisplayName("[R10] a rollout finishes because the rest of the fleet is decommissioned, waves not opened included")
    void decommissionFinishes() {
        assertEquals(SUCCEED, decide(Rollouts.ofWaves(2, 8).manual(1), wave().healthy(2), wave().excluded(8)));
        assertEquals(SUCCEED, Progress.decide(Rollouts.ofWaves(1, 1).created().build(),
                tallies(wave().excluded(1), wave().excluded(1))));
    }

    @Test
    @DisplayName("[R10] a failure leaves the accounting with its device: the rest is healthy, the rollout succeeds")
    void failureLeavesWithItsDevice() {
        assertEquals(SUCCEED, decide(Rollouts.ofWaves(2), wave().healthy(1).excluded(1)));
    }

    @Test
    @DisplayName("[R13] an empty wave is complete at once")
    void emptyWavesAreComplete() {
        assertEquals(new OpenWave(2), decide(Rollouts.ofWaves(1, 0, 9).open(1), wave().healthy(1), wave(), wave()));
        assertEquals(new OpenWave(2),
                decide(Rollouts.ofWaves(1, 3, 9).open(1), wave().healthy(1), wave().excluded(3), wave()));
        assertEquals(SUCCEED, decide(Rollouts.ofWaves(1, 0, 0), wave().healthy(1), wave(), wave()));
    }

    @Test
    @DisplayName("[R21] acknowledged failures neither trip the rule again nor hide a new one")
    void acknowledgedFailuresDoNotTrip() {
        Rollouts resumed = Rollouts.ofWaves(10, 10).epoch(1).tolerating("0.1");
        assertEquals(new OpenWave(1), decide(resumed, wave().healthy(5).failed(5), wave()));
        assertEquals(WAIT, decide(resumed, wave().healthy(3).failed(5).failedIn(1, 1), wave()));
        assertEquals(new HaltRollout(new Halt(0, 2, 10, tolerance("0.1"), "tolerance_exceeded")),
                decide(resumed, wave().healthy(3).failed(5).failedIn(1, 1).rolledBackIn(1, 1), wave()));
    }

    @Test
    @DisplayName("[R21] decommissioning an acknowledged device does not hide a new failure")
    void decommissionHidesNothing() {
        assertEquals(new HaltRollout(new Halt(0, 1, 9, FailureTolerance.NONE, "tolerance_exceeded")),
                decide(Rollouts.ofWaves(10, 10).epoch(1), wave().failedIn(1, 1).excluded(1), wave()));
    }

    @Test
    @DisplayName("[R23] succeeded needs every live device healthy; an acknowledged failure still fails the rollout")
    void outcomes() {
        assertEquals(SUCCEED, decide(Rollouts.ofWaves(2), wave().healthy(2)));
        assertEquals(FAIL, decide(Rollouts.ofWaves(2).tolerating("0.9"), wave().healthy(1).rolledBack(1)));
        assertEquals(FAIL, decide(Rollouts.ofWaves(2).epoch(3), wave().healthy(1).failedIn(1, 1)));
    }

    @Test
    @DisplayName("[R32] tallies that contradict the split are an error, never a silent success")
    void contradictionsAreErrors() {
        assertThrows(IllegalStateException.class,
                () -> decide(Rollouts.ofWaves(1, 1).open(1), wave(), wave().healthy(1)));
    }

    private static FailureTolerance tolerance(String rate) {
        return new FailureTolerance(new BigDecimal(rate));
    }

    private static Decision decide(Rollouts rollout, Counted... waves) {
        return Progress.decide(rollout.build(), tallies(waves));
    }
}
