package io.groundswell.handlers.table;

import io.groundswell.domain.device.Liveness;
import io.groundswell.domain.device.RolloutWork;
import io.groundswell.domain.device.WorkState;
import io.groundswell.domain.group.Membership;
import io.groundswell.domain.rollout.Rollout;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A device and everything about it that decides its work, from one batch read.
 *
 * @param seen not read for a report
 * @param memberships by group, as far as they were asked for
 * @param works by rollout id, as far as they were asked for
 * @param reported the rollout that a report names
 */
public record DeviceSnapshot(Optional<Versioned<DeviceRecord>> device, Optional<Liveness> seen,
        Map<String, Membership> memberships, Map<String, Versioned<WorkStore.Work>> works,
        Optional<Versioned<Rollout>> reported) {

    public DeviceSnapshot {
        memberships = Map.copyOf(memberships);
        works = Map.copyOf(works);
    }

    /** These rollouts as the device sees them. */
    public List<RolloutWork> worksOn(List<Rollout> rollouts) {
        return rollouts.stream().map(this::workOn).toList();
    }

    public RolloutWork workOn(Rollout rollout) {
        return new RolloutWork(rollout, Optional.ofNullable(memberships.get(rollout.plan().group())),
                work(rollout.ref().id()).map(work -> work.value().state()).orElse(WorkState.NONE));
    }

    public Optional<Versioned<WorkStore.Work>> work(String rollout) {
        return Optional.ofNullable(works.get(rollout));
    }
}
