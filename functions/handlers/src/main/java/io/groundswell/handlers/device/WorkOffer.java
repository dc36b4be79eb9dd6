package io.groundswell.handlers.device;

import io.groundswell.domain.device.Assignment;
import io.groundswell.domain.device.Assignments;
import io.groundswell.domain.device.RolloutWork;
import io.groundswell.domain.device.WorkState;
import io.groundswell.domain.name.RolloutRef;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What a device is offered, and the works it was decided from. */
record WorkOffer(List<RolloutWork> works, List<Assignment> assignments) {

    static WorkOffer of(List<RolloutWork> works, Instant now) {
        return new WorkOffer(works, Assignments.of(works, now));
    }

    /** Whether something is offered that the device has not reported on. */
    boolean hasNewWork() {
        Set<RolloutRef> untouched = works.stream().filter(work -> work.state() == WorkState.NONE)
                .map(work -> work.rollout().ref()).collect(Collectors.toSet());
        return assignments.stream().anyMatch(offer -> untouched.contains(offer.rollout().ref()));
    }
}
