package io.groundswell.handlers.device;

import io.groundswell.domain.device.WorkState;
import io.groundswell.domain.group.Membership;
import io.groundswell.domain.name.DeviceRef;
import io.groundswell.domain.name.GroupRef;
import io.groundswell.domain.rollout.Rollout;
import io.groundswell.domain.time.Timestamps;
import io.groundswell.handlers.table.DeviceStore;
import io.groundswell.handlers.table.Evidence;
import io.groundswell.handlers.table.FleetTable;
import io.groundswell.handlers.table.GroupStore;
import io.groundswell.handlers.table.Retry;
import io.groundswell.handlers.table.RolloutStore;
import io.groundswell.handlers.table.Versioned;
import io.groundswell.handlers.table.WorkStore;
import io.groundswell.handlers.table.WorkStore.Work;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes a decommissioned device out of its groups and out of every rollout that counts it (R10).
 *
 * <p>Every step may be repeated, so whoever learns of a decommission may finish it. Memberships are retired before
 * rollouts are listed, and a rollout is stored before retired members are read again ({@link #exclude}): whichever
 * comes second sees the first.
 */
public final class Retirement {

    private final DeviceStore devices;
    private final GroupStore groups;
    private final RolloutStore rollouts;
    private final WorkStore works;
    private final Clock clock;

    public Retirement(FleetTable table, Clock clock) {
        this.devices = new DeviceStore(table);
        this.groups = new GroupStore(table);
        this.rollouts = new RolloutStore(table);
        this.works = new WorkStore(table);
        this.clock = clock;
    }

    /**
     * Finishes the decommission of a device; does nothing for one that is in service.
     *
     * <p>Memberships are read before the record: a device that was enrolled again since keeps the groups it joined
     * after that, however late this runs.
     */
    public void retire(DeviceRef device) {
        List<Membership> memberships = groups.membershipsOf(device);
        boolean inService = devices.find(device).filter(found -> !found.value().isDecommissioned()).isPresent();
        Map<String, Membership> retired = new HashMap<>();
        for (Membership member : memberships) {
            if (member.isRetired() || !inService) {
                retired.put(member.group(), groups.retire(device.fleet(), member));
            }
        }
        if (!retired.isEmpty()) {
            rollouts.active(device.fleet()).stream().map(Versioned::value)
                    .forEach(rollout -> Optional.ofNullable(retired.get(rollout.plan().group()))
                            .ifPresent(member -> exclude(rollout, member)));
        }
    }

    /** Excludes every device that this rollout counts and that was retired since it was planned. */
    public void exclude(Rollout rollout) {
        List<Membership> retired = new ArrayList<>();
        groups.forEachMember(new GroupRef(rollout.ref().fleet(), rollout.plan().group()), member -> {
            if (member.isRetired()) {
                retired.add(member);
            }
        });
        retired.forEach(member -> exclude(rollout, member));
    }

    private void exclude(Rollout rollout, Membership retired) {
        if (!rollout.isFinal()) {
            rollout.waveOf(retired).ifPresent(wave -> Retry.onConflict(() -> exclude(rollout, retired, wave)));
        }
    }

    private WorkState exclude(Rollout rollout, Membership retired, int wave) {
        DeviceRef device = new DeviceRef(rollout.ref().fleet(), retired.device());
        Optional<Versioned<Work>> onRecord = works.find(device, rollout.ref().id());
        WorkState was = onRecord.map(work -> work.value().state()).orElse(WorkState.NONE);
        if (was != WorkState.EXCLUDED) {
            Map<String, Object> facts = new HashMap<>(WorkStore.facts(device, rollout, WorkState.EXCLUDED));
            facts.put("was", was.word());
            works.save(device, rollout, onRecord.map(Versioned::rev).orElse(0L),
                    new Work(WorkState.EXCLUDED, wave, Optional.empty()),
                    new Evidence("device.excluded", Evidence.GROUNDSWELL, Timestamps.truncate(clock.instant()), facts));
        }
        return was;
    }
}
