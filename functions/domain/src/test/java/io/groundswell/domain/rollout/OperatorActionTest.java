package io.groundswell.domain.rollout;

import static io.groundswell.domain.rollout.Counted.wave;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.domain.error.Conflict;
import io.groundswell.domain.error.Forbidden;
import io.groundswell.domain.rollout.Transition.Changed;
import io.groundswell.domain.rollout.Transition.Unchanged;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperatorActionTest {

    private static final Instant NOW = Instant.parse("2026-03-02T08:00:00Z");
    private static final Duration THIRTY_DAYS = Duration.ofDays(30);
    private static final Instant THIRTY_DAYS_LATER = Instant.parse("2026-04-01T08:00:00Z");

    @Test
    @DisplayName("[R24] an approval names its wave, is recorded with who gave it, and lets the wave open")
    void approves() {
        Changed changed = (Changed) OperatorAction.approve(waiting().build(), 1, "ben");
        assertEquals("rollout.wave_approved", changed.event());
        assertEquals(Map.of("wave", 1), changed.data());
        assertEquals(Optional.of("ben"), changed.rollout().waves().get(1).approvedBy());
        assertEquals(Optional.empty(), changed.rollout().waves().get(2).approvedBy());
        assertEquals(new Decision.OpenWave(1), Progress.decide(changed.rollout(),
                Counted.tallies(wave().healthy(2), wave(), wave())));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 2, 3, Integer.MAX_VALUE, Integer.MIN_VALUE})
    @DisplayName("[R24] approving another wave than the one waiting is a conflict that names both")
    void refusesAnotherWave(int other) {
        assertEquals("rollout r1 waits for the approval of wave 1, found wave " + other,
                assertThrows(Conflict.class, () -> OperatorAction.approve(waiting().build(), other, "ben")).getMessage());
    }

    @Test
    @DisplayName("[R24] approving before the rollout waits is a conflict, the next wave included")
    void refusesEarlyApproval() {
        assertEquals("rollout r1 must be waiting_for_approval to approve wave 1, found in_progress",
                assertThrows(Conflict.class, () -> OperatorAction.approve(
                        Rollouts.ofWaves(2, 8).manual(1).build(), 1, "ben")).getMessage());
    }

    @Test
    @DisplayName("[R24] with separation of duties the creator may not approve, anybody else may")
    void separatesDuties() {
        Rollout rollout = waiting().separatingDuties().build();
        assertEquals("rollout r1 separates duties: another identity than ana, which created it, must approve",
                assertThrows(Forbidden.class, () -> OperatorAction.approve(rollout, 1, "ana")).getMessage());
        assertInstanceOf(Changed.class, OperatorAction.approve(rollout, 1, "ben"));
    }

    @ParameterizedTest
    @CsvSource({
        "arn:aws:sts::1:assumed-role/Ops/ana, arn:aws:sts::1:assumed-role/Ops/bob, arn:aws:sts::1:assumed-role/Ops",
        "arn:aws:sts::1:federated-user/ana, arn:aws:sts::1:federated-user/bob, arn:aws:sts::1:federated-user",
        "arn:aws:iam::1:user/ana, arn:aws:iam::1:user/ana, arn:aws:iam::1:user/ana"})
    @DisplayName("[R24] another session of the creator's role is the creator: whoever assumes a role names the session")
    void sessionsDoNotSeparateDuties(String creator, String approver, String identity) {
        Rollout rollout = waiting().separatingDuties().createdBy(creator).build();
        assertEquals("rollout r1 separates duties: another identity than " + identity + ", which created it, must approve",
                assertThrows(Forbidden.class, () -> OperatorAction.approve(rollout, 1, approver)).getMessage());
        assertInstanceOf(Changed.class, OperatorAction.approve(rollout, 1, "arn:aws:sts::1:assumed-role/Approvers/ana"));
        assertInstanceOf(Changed.class, OperatorAction.approve(rollout, 1, "arn:aws:iam::1:user/ana/b"));
    }

    @Test
    @DisplayName("[R24] without separation of duties the creator may approve")
    void creatorMayApprove() {
        assertInstanceOf(Changed.class, OperatorAction.approve(waiting().build(), 1, "ana"));
    }

    @Test
    @DisplayName("[R25] repeating an approval changes nothing, before and after the wave opened")
    void approvingTwice() {
        assertUnchanged(waiting().approved(1, "ben").build(), r -> OperatorAction.approve(r, 1, "cleo"));
        assertUnchanged(Rollouts.ofWaves(2, 8, 90).approved(1, "ben").open(1).build(),
                r -> OperatorAction.approve(r, 1, "ben"));
    }

    @Test
    @DisplayName("[R20] a halt by hand records the standing, the operator's reason, and voids the approval")
    void haltsByHand() {
        Rollout rollout = waiting().tolerating("0.5").approved(1, "ben").build();
        Tallies tallies = Counted.tallies(wave().healthy(1).failed(1), wave(), wave());
        Changed changed = (Changed) OperatorAction.halt(rollout, tallies, "smoke in hall 3");
        Halt halt = new Halt(0, 1, 2, new FailureTolerance(new BigDecimal("0.5")), "smoke in hall 3");
        assertEquals(Optional.of(halt), changed.rollout().halt());
        assertEquals(RolloutStatus.HALTED, changed.rollout().status());
        assertEquals(Optional.empty(), changed.rollout().waves().get(1).approvedBy());
        assertEquals("rollout.halted", changed.event());
        assertEquals(Map.of("wave", 0, "failures", 1, "devices", 2, "tolerance", "0.5", "reason", "smoke in hall 3"),
                changed.data());
    }

    @Test
    @DisplayName("[R20] a rollout halted before its first wave targets nobody, and starts when resumed")
    void haltsBeforeTheFirstWave() {
        Rollout halted = OperatorAction.halt(Rollouts.ofWaves(2, 8).created().build(), Counted.nothing(2), "wait")
                .rollout();
        assertEquals(new Halt(-1, 0, 0, FailureTolerance.NONE, "wait"), halted.halt().orElseThrow());
        assertEquals(new Decision.OpenWave(0),
                Progress.decide(OperatorAction.resume(halted).rollout(), Counted.nothing(2)));
    }

    @Test
    @DisplayName("[R21] a resume starts the next epoch and re-evaluates at once: a complete wave advances")
    void resumes() {
        Rollout halted = Rollouts.ofWaves(2, 8).is(RolloutStatus.HALTED).epoch(4).build();
        Changed changed = (Changed) OperatorAction.resume(halted);
        assertEquals(RolloutStatus.IN_PROGRESS, changed.rollout().status());
        assertEquals(5, changed.rollout().epoch());
        assertEquals(Optional.empty(), changed.rollout().halt());
        assertEquals("rollout.resumed", changed.event());
        assertEquals(Map.of("epoch", 5), changed.data());
        assertEquals(new Decision.OpenWave(1),
                Progress.decide(changed.rollout(), Counted.tallies(wave().healthy(1).failedIn(4, 1), wave())));
    }

    @Test
    @DisplayName("[R25] repeating a resume changes nothing; resuming what never halted is a conflict")
    void resumingTwice() {
        assertUnchanged(Rollouts.ofWaves(2, 8).epoch(1).build(), OperatorAction::resume);
        assertEquals("rollout r1 must be halted to resume, found in_progress",
                assertThrows(Conflict.class, () -> OperatorAction.resume(Rollouts.ofWaves(2, 8).build())).getMessage());
    }

    @Test
    @DisplayName("[R22] abort keep ends the rollout and offers no reversal")
    void abortsAndKeeps() {
        Changed changed = abort(Rollouts.ofWaves(2, 8).build(), AbortPolicy.KEEP);
        assertEquals(RolloutStatus.ABORTED, changed.rollout().status());
        assertEquals(Optional.of(AbortPolicy.KEEP), changed.rollout().abortPolicy());
        assertEquals("rollout.aborted", changed.event());
        assertEquals(Map.of("policy", "keep"), changed.data());
        assertFalse(changed.rollout().isReverting(NOW));
    }

    @Test
    @DisplayName("[R22] abort revert ends the rollout and offers reversals for 30 days, not a moment longer")
    void abortsAndReverts() {
        Changed changed = abort(Rollouts.ofWaves(2, 8).is(RolloutStatus.HALTED).build(), AbortPolicy.REVERT);
        assertEquals(RolloutStatus.ABORTED, changed.rollout().status());
        assertEquals(Optional.empty(), changed.rollout().halt());
        assertEquals("rollout.aborted", changed.event());
        assertEquals(Map.of("policy", "revert", "revert_until", "2026-04-01T08:00:00.000Z"), changed.data());
        assertTrue(changed.rollout().isReverting(THIRTY_DAYS_LATER.minusMillis(1)));
        assertFalse(changed.rollout().isReverting(THIRTY_DAYS_LATER));
    }

    @Test
    @DisplayName("[R22] a rollout that failed takes abort revert once, and stays failed")
    void revertsAFailedRollout() {
        Changed changed = abort(Rollouts.ofWaves(2, 8).is(RolloutStatus.FAILED).build(), AbortPolicy.REVERT);
        assertEquals(RolloutStatus.FAILED, changed.rollout().status());
        assertEquals("rollout.reversal_requested", changed.event());
        assertEquals(Optional.of(THIRTY_DAYS_LATER), changed.rollout().revertUntil());
        assertUnchanged(changed.rollout(),
                r -> OperatorAction.abort(r, AbortPolicy.REVERT, NOW.plusSeconds(60), THIRTY_DAYS));
        assertThrows(Conflict.class,
                () -> OperatorAction.abort(changed.rollout(), AbortPolicy.KEEP, NOW, THIRTY_DAYS));
    }

    @Test
    @DisplayName("[R25] repeating an abort changes nothing, its deadline included; another policy is a conflict")
    void abortingTwice() {
        Rollout kept = abort(Rollouts.ofWaves(2, 8).build(), AbortPolicy.KEEP).rollout();
        assertUnchanged(kept, r -> OperatorAction.abort(r, AbortPolicy.KEEP, NOW.plusSeconds(60), THIRTY_DAYS));
        assertEquals("rollout r1 is aborted, which is final; only a failed rollout can still be aborted, once, "
                + "with policy revert", assertThrows(Conflict.class,
                        () -> OperatorAction.abort(kept, AbortPolicy.REVERT, NOW, THIRTY_DAYS)).getMessage());
        Rollout reverted = abort(Rollouts.ofWaves(2, 8).build(), AbortPolicy.REVERT).rollout();
        assertUnchanged(reverted, r -> OperatorAction.abort(r, AbortPolicy.REVERT, NOW.plusSeconds(60), THIRTY_DAYS));
        assertThrows(Conflict.class, () -> OperatorAction.abort(reverted, AbortPolicy.KEEP, NOW, THIRTY_DAYS));
    }

    private static Rollouts waiting() {
        return Rollouts.ofWaves(2, 8, 90).manual(1).manual(2).is(RolloutStatus.WAITING_FOR_APPROVAL);
    }

    private static Changed abort(Rollout rollout, AbortPolicy policy) {
        return (Changed) OperatorAction.abort(rollout, policy, NOW, THIRTY_DAYS);
    }

    private static void assertUnchanged(Rollout rollout, Function<Rollout, Transition> action) {
        assertEquals(new Unchanged(rollout), action.apply(rollout));
    }
}
