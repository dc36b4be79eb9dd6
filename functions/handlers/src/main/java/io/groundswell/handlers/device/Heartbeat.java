package io.groundswell.handlers.device;

import io.groundswell.domain.device.Assignment;
import io.groundswell.domain.device.Assignments;
import io.groundswell.domain.device.Liveness;
import io.groundswell.domain.device.RolloutWork;
import io.groundswell.domain.name.DeviceRef;
import io.groundswell.domain.probe.Probe;
import io.groundswell.domain.rollout.RolledArtifact;
import io.groundswell.domain.rollout.Rollout;
import io.groundswell.domain.time.Timestamps;
import io.groundswell.handlers.http.ApiRequest;
import io.groundswell.handlers.http.ApiResponse;
import io.groundswell.handlers.table.DeviceSnapshot;
import io.groundswell.handlers.table.DeviceStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code POST /device/heartbeat}: what the device has to do, and when it should ask again (R9, R20, R22, R28).
 *
 * <p>With nothing to do it costs one batch read besides the remembered index, and a write only when last-seen is stale.
 */
final class Heartbeat {

    private final DeviceStore devices;
    private final ActiveRollouts index;
    private final DeviceIdentity identity;
    private final Intervals intervals;
    private final Clock clock;

    /** How soon a device asks again: with work ahead, and without. */
    record Intervals(Duration active, Duration idle) {
    }

    Heartbeat(DeviceStore devices, ActiveRollouts index, DeviceIdentity identity, Intervals intervals, Clock clock) {
        this.devices = devices;
        this.index = index;
        this.identity = identity;
        this.intervals = intervals;
        this.clock = clock;
    }

    ApiResponse beat(ApiRequest request) {
        Instant now = Timestamps.truncate(clock.instant());
        PresentedCertificate presented = PresentedCertificate.of(request, now);
        List<Rollout> active = index.of(presented.device().fleet());
        DeviceSnapshot snapshot = devices.read(presented.device(), active, Optional.empty());
        identity.admit(presented, snapshot.device(), now);
        request.refuseQueryExcept(Set.of());
        request.refuseBody();
        WorkOffer offer = offer(presented.device(), snapshot.worksOn(active), now);
        Duration interval = Assignments.keepDeviceBusy(offer.works(), now) ? intervals.active() : intervals.idle();
        remember(presented, snapshot.seen(), new Liveness(now, interval));
        return ApiResponse.ok(Map.of("interval_s", interval.toSeconds(),
                "assignments", offer.assignments().stream().map(Heartbeat::json).toList()));
    }

    /**
     * New work is offered only after a look at all rollouts as they are now: a halt holds at once (R20), and an older one
     * that came meanwhile goes first (R28).
     */
    private WorkOffer offer(DeviceRef device, List<RolloutWork> remembered, Instant now) {
        WorkOffer offer = WorkOffer.of(remembered, now);
        if (!offer.hasNewWork()) {
            return offer;
        }
        List<Rollout> active = index.refresh(device.fleet());
        return WorkOffer.of(devices.read(device, active, Optional.empty()).worksOn(active), now);
    }

    private void remember(PresentedCertificate presented, Optional<Liveness> seen, Liveness contact) {
        if (seen.map(last -> last.isStale(contact.seenAt(), contact.interval())).orElse(true)) {
            devices.saw(presented.device(), contact);
        }
    }

    private static Map<String, Object> json(Assignment assignment) {
        Rollout rollout = assignment.rollout();
        RolledArtifact artifact = rollout.plan().artifact();
        Probe probe = rollout.plan().probe();
        return Map.of("rollout", rollout.ref().id(), "action", assignment.action().word(),
                "artifact", Map.of("name", artifact.ref().name(), "version", artifact.ref().version(),
                        "kind", artifact.kind().word(), "target", artifact.target(), "size", artifact.size(),
                        "sha256", artifact.sha256()),
                "probe", Map.of("type", probe.type().word(), "target", probe.target(), "timeout_s", probe.timeoutS(),
                        "attempts", probe.attempts(), "initial_delay_s", probe.initialDelayS()));
    }
}
