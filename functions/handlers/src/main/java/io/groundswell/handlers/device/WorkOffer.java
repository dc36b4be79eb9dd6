package io.groundswell.handlers.device;

import io.groundswell.domain.device.Assignment;
import io.groundswell.domain.device.Assignments;
import io.groundswell.domain.device.RolloutWork;
import io.groundswell.domain.device.WorkState;
import io.groundswell.domain.name.RolloutRef;
import io.groundswell.domain.rollout.Rollout;
import io.groundswell.handlers.table.RolloutStore;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a device is offered, and the works it was decided from.
 *
 * <p>New work is confirmed before it is offered: its rollout is read consistently and everything is decided again, so
 * a halt holds at once although the index of active rollouts lags (R20).
 */
record WorkOffer(List<RolloutWork> works, List<Assignment> assignments) {

    static WorkOffer of(List<RolloutWork> remembered, Instant now, RolloutStore rollouts) {
        List<RolloutWork> works = remembered;
        Set<RolloutRef> confirmed = new HashSet<>();
        while (true) {
            List<Assignment> assignments = Assignments.of(works, now);
            Set<RolloutRef> fresh = newWork(works, assignments);
            fresh.removeAll(confirmed);
            if (fresh.isEmpty()) {
                return new WorkOffer(works, assignments);
            }
            works = reread(works, fresh, rollouts);
            confirmed.addAll(fresh);
        }
    }

    /** Whether something is offered that the device has not reported on. */
    boolean hasNewWork() {
        return !newWork(works, assignments).isEmpty();
    }

    private static Set<RolloutRef> newWork(List<RolloutWork> works, List<Assignment> assignments) {
        Set<RolloutRef> untouched = works.stream().filter(work -> work.state() == WorkState.NONE)
                .map(work -> work.rollout().ref()).collect(Collectors.toSet());
        Set<RolloutRef> offered = assignments.stream().map(offer -> offer.rollout().ref()).collect(Collectors.toSet());
        offered.retainAll(untouched);
        return offered;
    }

    private static List<RolloutWork> reread(List<RolloutWork> works, Set<RolloutRef> stale, RolloutStore rollouts) {
        Map<RolloutRef, Rollout> now = new HashMap<>();
        rollouts.findAll(List.copyOf(stale)).forEach(found -> now.put(found.value().ref(), found.value()));
        return works.stream()
                .filter(work -> !stale.contains(work.rollout().ref()) || now.containsKey(work.rollout().ref()))
                .map(work -> new RolloutWork(now.getOrDefault(work.rollout().ref(), work.rollout()), work.member(),
                        work.state()))
                .toList();
    }
}
