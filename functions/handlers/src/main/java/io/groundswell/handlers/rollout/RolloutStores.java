package io.groundswell.handlers.rollout;

import io.groundswell.handlers.table.ArtifactStore;
import io.groundswell.handlers.table.FleetStore;
import io.groundswell.handlers.table.GroupStore;
import io.groundswell.handlers.table.RolloutStore;
import io.groundswell.handlers.table.WorkStore;

/** What the rollout routes read and write. */
public record RolloutStores(FleetStore fleets, ArtifactStore artifacts, GroupStore groups, RolloutStore rollouts,
        WorkStore works) {
}
