package io.groundswell.domain.device;

import io.groundswell.domain.device.Assignment.Action;
import io.groundswell.domain.rollout.RolloutStatus;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Which work a device gets, from all active rollouts that might concern it (R20, R22, R28). Pure. */
public final class Assignments {

    private Assignments() {
    }

    /** The device's assignments, oldest rollout first. */
    public static List<Assignment> of(List<RolloutWork> works, Instant now) {
        return works.stream()
                .sorted(Comparator.comparing(work -> work.rollout().plan()))
                .flatMap(work -> assignment(work, works, now))
                .toList();
    }

    /**
     * Whether the device really has this work, or has begun it: only then is a report accepted (R27).
     *
     * <p>An abort does not take work back from a device that was told of it, so its first report may still be on its
     * way; refused, a device that ends healthy would be missed by a reversal (R22).
     */
    public static boolean accepts(RolloutWork work, List<RolloutWork> works) {
        if (work.state() != WorkState.NONE) {
            return true;
        }
        boolean mayBeInHand = !work.rollout().isFinal() || work.rollout().status() == RolloutStatus.ABORTED;
        return mayBeInHand && work.isOpen() && !isHeldBack(work, works);
    }

    /** Whether the device should be asked to call again soon (R9). */
    public static boolean keepDeviceBusy(List<RolloutWork> works, Instant now) {
        return works.stream().anyMatch(work -> work.keepsDeviceBusy(now));
    }

    private static Stream<Assignment> assignment(RolloutWork work, List<RolloutWork> works, Instant now) {
        if (work.wantsRevert(now)) {
            return Stream.of(new Assignment(work.rollout(), Action.REVERT));
        }
        return work.wantsApply() && (work.state().isUnderWay() || !isHeldBack(work, works))
                ? Stream.of(new Assignment(work.rollout(), Action.APPLY)) : Stream.empty();
    }

    private static boolean isHeldBack(RolloutWork work, List<RolloutWork> works) {
        return works.stream().anyMatch(other -> other.holdsBack(work));
    }
}
