package io.groundswell.handlers.rollout;

import io.groundswell.domain.artifact.Artifact;
import io.groundswell.domain.artifact.ArtifactStatus;
import io.groundswell.domain.error.Conflict;
import io.groundswell.domain.group.Membership;
import io.groundswell.domain.name.GroupRef;
import io.groundswell.domain.name.RolloutRef;
import io.groundswell.domain.rollout.RolledArtifact;
import io.groundswell.domain.rollout.Rollout;
import io.groundswell.domain.rollout.WavePlan;
import io.groundswell.domain.time.Timestamps;
import io.groundswell.handlers.table.ArtifactStore;
import io.groundswell.handlers.table.Change;
import io.groundswell.handlers.table.Evidence;
import io.groundswell.handlers.table.GroupStore;
import io.groundswell.handlers.table.RolloutStore;
import io.groundswell.handlers.table.WriteConflict;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Creates rollouts: validates, plans the waves, puts one rollout (R13, R14, R16).
 *
 * <p>The group's clock is read before its members. A member retired at or before that tick is not counted; one
 * retired later is, and leaves the accounting by exclusion (R10). When it was created is read last, for the time that
 * a large group takes would let a younger rollout be served before it is there (R28).
 */
final class RolloutCreation {

    private final ArtifactStore artifacts;
    private final GroupStore groups;
    private final RolloutStore rollouts;
    private final Clock clock;

    RolloutCreation(ArtifactStore artifacts, GroupStore groups, RolloutStore rollouts, Clock clock) {
        this.artifacts = artifacts;
        this.groups = groups;
        this.rollouts = rollouts;
        this.clock = clock;
    }

    /**
     * A rollout that is planned and not yet stored.
     *
     * @param live its members in position order
     */
    record Planned(Rollout rollout, List<Membership> live) {
    }

    Planned plan(RolloutRef ref, RolloutRequest request, String actor) {
        RolledArtifact artifact = published(ref.fleet(), request);
        GroupRef group = new GroupRef(ref.fleet(), request.group());
        requireSealed(group);
        long tick = groups.clock(group);
        List<Membership> live = new ArrayList<>();
        groups.forEachMember(group, member -> {
            if (member.wasLiveAt(tick)) {
                live.add(member);
            }
        });
        Rollout.Plan plan = new Rollout.Plan(ref, artifact, request.group(), tick, request.probe(),
                request.strategy().tolerance(), request.strategy().separationOfDuties(), actor,
                Timestamps.truncate(clock.instant()));
        return new Planned(Rollout.create(plan, WavePlan.of(request.strategy().waves(),
                live.stream().map(Membership::position).toList())), live);
    }

    /** Stores a planned rollout; one that this very request stored before is returned as it is now. */
    Rollout store(Rollout rollout, RolloutRequest request) {
        Rollout.Plan plan = rollout.plan();
        try {
            rollouts.create(rollout, new Evidence(Change.ROLLOUT_CREATED, plan.createdBy(), plan.createdAt(), Map.of(
                    "group", plan.group(),
                    "devices", rollout.waves().stream().mapToInt(wave -> wave.size()).sum(),
                    "waves", rollout.waves().size())));
            return rollout;
        } catch (WriteConflict exists) {
            return sameAsBefore(plan.ref(), request, plan.createdBy());
        }
    }

    /** The rollout that an earlier, identical request created under the same key. */
    Rollout sameAsBefore(RolloutRef ref, RolloutRequest request, String actor) {
        Rollout existing = rollouts.find(ref).orElseThrow(() -> new Conflict("rollout " + ref.id()
                + " is being created by another request; try again")).value();
        if (!request.describes(existing, actor)) {
            throw new Conflict("this Idempotency-Key belongs to rollout " + ref.id()
                    + ", which was created by another request; use a new key for a new rollout");
        }
        return existing;
    }

    private RolledArtifact published(String fleet, RolloutRequest request) {
        Artifact artifact = artifacts.get(fleet, request.artifact()).value();
        if (artifact.status() != ArtifactStatus.PUBLISHED) {
            throw new Conflict("artifact " + request.artifact() + " must be published before a rollout can use it, "
                    + "found status " + artifact.status().word() + "; upload its bytes and publish it");
        }
        return new RolledArtifact(artifact.ref(), artifact.kind(), artifact.target(), artifact.content().size(),
                artifact.content().sha256());
    }

    private void requireSealed(GroupRef group) {
        if (!groups.require(group).value().sealed()) {
            throw new Conflict("group " + group.name() + " must be sealed before a rollout can use it; seal it first");
        }
    }
}
