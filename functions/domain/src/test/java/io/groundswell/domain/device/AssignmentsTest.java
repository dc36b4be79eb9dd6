package io.groundswell.domain.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.domain.device.Assignment.Action;
import io.groundswell.domain.group.Membership;
import io.groundswell.domain.rollout.AbortPolicy;
import io.groundswell.domain.rollout.Rollout;
import io.groundswell.domain.rollout.RolloutStatus;
import io.groundswell.domain.rollout.Rollouts;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AssignmentsTest {

    private static final Instant NOW = Instant.parse("2026-03-02T08:00:00Z");

    @Test
    @DisplayName("[R27] a member of an opened wave is assigned the rollout; nobody else is")
    void servesOpenWaves() {
        assertEquals(List.of("apply r1"), assigned(work(Rollouts.ofWaves(1, 1), 0, WorkState.NONE)));
        assertEquals(List.of("apply r1"), assigned(work(Rollouts.ofWaves(1, 1).open(1), 0, WorkState.NONE)));
        assertEquals(List.of(), assigned(work(Rollouts.ofWaves(1, 1), 1, WorkState.NONE)));
        assertEquals(List.of(), assigned(work(Rollouts.ofWaves(1, 1).created(), 0, WorkState.NONE)));
        assertEquals(List.of(), assigned(new RolloutWork(Rollouts.ofWaves(1).build(), Optional.empty(), WorkState.NONE)));
    }

    @ParameterizedTest
    @CsvSource({"NONE, true", "DOWNLOADING, true", "VERIFYING, true", "APPLYING, true", "HEALTHY, false",
        "ROLLED_BACK, false", "FAILED, false", "REVERTED, false", "REVERT_SKIPPED, false", "EXCLUDED, false"})
    @DisplayName("[R26] an assignment is offered until the device is terminal")
    void servesUntilTerminal(WorkState state, boolean offered) {
        assertEquals(offered ? List.of("apply r1") : List.of(), assigned(work(Rollouts.ofWaves(1, 1), 0, state)));
    }

    @ParameterizedTest
    @CsvSource({"NONE, false", "DOWNLOADING, true", "VERIFYING, true", "APPLYING, true", "HEALTHY, false",
        "ROLLED_BACK, false", "FAILED, false"})
    @DisplayName("[R20] once halted no new assignment is served; a device that already reported still sees its own")
    void haltedServesOnlyWorkInHand(WorkState state, boolean offered) {
        assertEquals(offered ? List.of("apply r1") : List.of(),
                assigned(work(Rollouts.ofWaves(1, 1).is(RolloutStatus.HALTED), 0, state)));
    }

    @ParameterizedTest
    @EnumSource(names = {"SUCCEEDED", "FAILED", "ABORTED"})
    @DisplayName("[R23] a final rollout applies nothing any more, nor does it revert unless asked")
    void finalServesNothing(RolloutStatus status) {
        for (WorkState state : WorkState.values()) {
            assertEquals(List.of(), assigned(work(Rollouts.ofWaves(1).is(status), 0, state)));
        }
    }

    @ParameterizedTest
    @CsvSource({"NONE, false", "DOWNLOADING, false", "APPLYING, false", "HEALTHY, true", "ROLLED_BACK, false",
        "FAILED, false", "REVERTED, false", "REVERT_SKIPPED, false", "EXCLUDED, false"})
    @DisplayName("[R22] abort revert tells exactly the healthy devices to restore, also on a failed rollout")
    void revertsHealthyDevices(WorkState state, boolean reverts) {
        List<String> expected = reverts ? List.of("revert r1") : List.of();
        Rollouts rollout = Rollouts.ofWaves(1, 1).revertingUntil(NOW.plusSeconds(1));
        assertEquals(expected, assigned(work(rollout.is(RolloutStatus.ABORTED), 0, state)));
        assertEquals(expected, assigned(work(rollout.is(RolloutStatus.FAILED), 0, state)));
    }

    @Test
    @DisplayName("[R22] reversals are offered until their deadline")
    void reversalsEnd() {
        assertEquals(List.of(), assigned(work(
                Rollouts.ofWaves(1).is(RolloutStatus.ABORTED).revertingUntil(NOW), 0, WorkState.HEALTHY)));
    }

    @Test
    @DisplayName("[R10] a decommissioned device is assigned nothing, neither to apply nor to revert")
    void retiredGetNothing() {
        Membership retired = new Membership("line-a", "press-1", Rollouts.positionIn(0),
                OptionalLong.of(Rollouts.GROUP_CLOCK + 1));
        assertEquals(List.of(), assigned(new RolloutWork(Rollouts.ofWaves(1).build(), Optional.of(retired),
                WorkState.NONE)));
        assertEquals(List.of(), assigned(new RolloutWork(Rollouts.ofWaves(1).is(RolloutStatus.ABORTED)
                .revertingUntil(NOW.plusSeconds(1)).build(), Optional.of(retired), WorkState.HEALTHY)));
    }

    @Test
    @DisplayName("[R28] of one artifact the oldest rollout comes first and withholds the newer, in any wave")
    void oldestFirst() {
        RolloutWork newer = work(newer(), 0, WorkState.NONE);
        assertEquals(List.of("apply old"), assigned(newer, work(older(), 0, WorkState.NONE)));
        assertEquals(List.of(), assigned(newer, work(older(), 1, WorkState.NONE)));
        assertEquals(List.of(), assigned(newer, work(older(), 0, WorkState.HEALTHY)));
        assertEquals(List.of(), assigned(newer, work(older().is(RolloutStatus.HALTED), 0, WorkState.NONE)));
        assertEquals(List.of(), assigned(newer, work(older().created(), 0, WorkState.NONE)));
    }

    @ParameterizedTest
    @EnumSource(names = {"SUCCEEDED", "FAILED", "ABORTED"})
    @DisplayName("[R28] a final older rollout withholds nothing")
    void finalWithholdsNothing(RolloutStatus status) {
        assertEquals(List.of("apply new"),
                assigned(work(newer(), 0, WorkState.NONE), work(older().is(status), 0, WorkState.NONE)));
    }

    @Test
    @DisplayName("[R28] an older rollout that does not include the device withholds nothing")
    void othersWithholdNothing() {
        RolloutWork newer = work(newer(), 0, WorkState.NONE);
        assertEquals(List.of("apply new"),
                assigned(newer, new RolloutWork(older().build(), Optional.empty(), WorkState.NONE)));
        assertEquals(List.of("apply new"), assigned(newer, new RolloutWork(older().build(), Optional.of(
                new Membership("line-a", "press-1", Rollouts.positionIn(9), OptionalLong.empty())), WorkState.NONE)));
    }

    @Test
    @DisplayName("[R28] rollouts of different artifacts run side by side, oldest first in the answer")
    void differentArtifactsRunTogether() {
        assertEquals(List.of("apply old", "apply new"), assigned(work(newer(), 0, WorkState.NONE),
                work(older().artifact("camera", "2"), 0, WorkState.NONE)));
    }

    @Test
    @DisplayName("[R28] work already begun is not withheld by an older rollout that turns up")
    void workInHandGoesOn() {
        assertEquals(List.of("apply old", "apply new"),
                assigned(work(newer(), 0, WorkState.APPLYING), work(older(), 0, WorkState.NONE)));
    }

    @Test
    @DisplayName("[R28] rollouts of the same instant are ordered by id, so exactly one of them goes first")
    void sameInstantOrdersById() {
        RolloutWork a = work(Rollouts.ofWaves(1).id("a"), 0, WorkState.NONE);
        RolloutWork b = work(Rollouts.ofWaves(1).id("b"), 0, WorkState.NONE);
        assertEquals(List.of("apply a"), assigned(a, b));
        assertEquals(List.of("apply a"), assigned(b, a));
    }

    @Test
    @DisplayName("[R28] an older rollout is reverted before a newer one of the same artifact is applied")
    void revertsBeforeApplying() {
        Rollouts reverting = older().is(RolloutStatus.ABORTED).revertingUntil(NOW.plusSeconds(1));
        assertEquals(List.of("revert old", "apply new"),
                assigned(work(newer(), 0, WorkState.NONE), work(reverting, 0, WorkState.HEALTHY)));
    }

    @ParameterizedTest
    @CsvSource({"CREATED, true", "IN_PROGRESS, true", "WAITING_FOR_APPROVAL, true", "HALTED, true", "SUCCEEDED, false",
        "FAILED, false"})
    @DisplayName("[R27] a first report needs a member of an opened wave; work begun may be reported in any status")
    void acceptsReportsOfRealAssignments(RolloutStatus status, boolean first) {
        assertEquals(first, accepts(work(Rollouts.ofWaves(1, 1).is(status), 0, WorkState.NONE)));
        assertFalse(accepts(work(Rollouts.ofWaves(1, 1).is(status), 1, WorkState.NONE)));
        assertFalse(accepts(new RolloutWork(Rollouts.ofWaves(1).is(status).build(), Optional.empty(), WorkState.NONE)));
        assertTrue(accepts(work(Rollouts.ofWaves(1, 1).is(status), 0, WorkState.DOWNLOADING)));
        assertTrue(accepts(work(Rollouts.ofWaves(1, 1).is(status), 0, WorkState.HEALTHY)));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("[R22] a report that was on its way when the rollout was aborted still counts: it may need reverting")
    void acceptsReportsOnTheirWayAtAnAbort(AbortPolicy policy) {
        assertTrue(accepts(work(Rollouts.ofWaves(1, 1).aborted(policy), 0, WorkState.NONE)));
        assertFalse(accepts(work(Rollouts.ofWaves(1, 1).aborted(policy), 1, WorkState.NONE)));
    }

    @Test
    @DisplayName("[R28] a first report on a rollout that is withheld is not accepted; one on work begun is")
    void withheldWorkIsNotReported() {
        RolloutWork older = work(older(), 1, WorkState.NONE);
        RolloutWork newer = work(newer(), 0, WorkState.NONE);
        assertFalse(Assignments.accepts(newer, List.of(newer, older)));
        RolloutWork begun = work(newer(), 0, WorkState.DOWNLOADING);
        assertTrue(Assignments.accepts(begun, List.of(begun, older)));
    }

    private static Rollouts older() {
        return Rollouts.ofWaves(1, 1).id("old").artifact("gauge", "1.4.0");
    }

    private static Rollouts newer() {
        return Rollouts.ofWaves(1, 1).id("new").artifact("gauge", "1.5.0").createdAt(Rollouts.CREATED_AT.plusMillis(1));
    }

    private static RolloutWork work(Rollouts rollout, int wave, WorkState state) {
        Rollout built = rollout.build();
        return new RolloutWork(built, Optional.of(Rollouts.memberIn(wave)), state);
    }

    private static List<String> assigned(RolloutWork... works) {
        return Assignments.of(Arrays.asList(works), NOW).stream().map(AssignmentsTest::shown).toList();
    }

    private static String shown(Assignment assignment) {
        String action = assignment.action() == Action.APPLY ? "apply " : "revert ";
        return action + assignment.rollout().ref().id();
    }

    private static boolean accepts(RolloutWork work) {
        return Assignments.accepts(work, List.of(work));
    }
}
