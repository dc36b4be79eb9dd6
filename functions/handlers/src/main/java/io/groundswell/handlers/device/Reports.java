package io.groundswell.handlers.device;

import io.groundswell.domain.device.Assignments;
import io.groundswell.domain.device.ReportVerdict;
import io.groundswell.domain.device.RolloutWork;
import io.groundswell.domain.device.WorkState;
import io.groundswell.domain.error.Conflict;
import io.groundswell.domain.error.InvalidRequest;
import io.groundswell.domain.error.NotFound;
import io.groundswell.domain.name.DeviceRef;
import io.groundswell.domain.rollout.Rollout;
import io.groundswell.domain.time.Timestamps;
import io.groundswell.handlers.http.ApiRequest;
import io.groundswell.handlers.http.ApiResponse;
import io.groundswell.handlers.json.Fields;
import io.groundswell.handlers.table.DeviceSnapshot;
import io.groundswell.handlers.table.DeviceStore;
import io.groundswell.handlers.table.Evidence;
import io.groundswell.handlers.table.Retry;
import io.groundswell.handlers.table.Versioned;
import io.groundswell.handlers.table.WorkStore;
import io.groundswell.handlers.table.WorkStore.Work;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * {@code POST /device/reports}: one report is one fenced write, or none when it says nothing new (R26, R27).
 *
 * <p>The write is conditioned on the revision that was read, so a report and a decommission cannot both win (R10).
 */
final class Reports {

    /** Free text could carry what a probe printed, which must never be recorded (R4); a reason code cannot. */
    private static final Pattern REASON_CODE = Pattern.compile("[a-z][a-z0-9_.:-]{0,63}");
    private static final int MAX_DETAIL = 1024;

    private final DeviceStore devices;
    private final WorkStore works;
    private final ActiveRollouts index;
    private final DeviceIdentity identity;
    private final Clock clock;

    Reports(DeviceStore devices, WorkStore works, ActiveRollouts index, DeviceIdentity identity, Clock clock) {
        this.devices = devices;
        this.works = works;
        this.index = index;
        this.identity = identity;
        this.clock = clock;
    }

    private record Report(String rollout, WorkState state, Optional<String> reason) {
    }

    /** A report's rollout and everything that decides whether the device has work there. */
    private record Standing(Rollout rollout, RolloutWork work, List<RolloutWork> all, Optional<Versioned<Work>> onRecord) {

        boolean isAccepted() {
            return Assignments.accepts(work, all);
        }

        int wave() {
            return onRecord.map(record -> record.value().wave()).orElseGet(() -> work.wave().orElseThrow());
        }

        long rev() {
            return onRecord.map(Versioned::rev).orElse(0L);
        }
    }

    ApiResponse report(ApiRequest request) {
        Instant now = Timestamps.truncate(clock.instant());
        PresentedCertificate presented = PresentedCertificate.of(request, now);
        Report report = identity.parse(presented, now, () -> parse(request));
        WorkState state = Retry.onConflict(() -> record(presented, report, now));
        return ApiResponse.ok(Map.of("rollout", report.rollout(), "state", state.word()));
    }

    private WorkState record(PresentedCertificate presented, Report report, Instant now) {
        Standing standing = require(stand(presented, report, now));
        WorkState current = standing.work().state();
        if (current == WorkState.EXCLUDED) {
            throw excluded(presented, report, now);
        }
        return switch (ReportVerdict.on(current, standing.rev(), report.state(),
                standing.rollout().revertUntil().isPresent())) {
            case IGNORE -> current;
            case RECORD -> {
                works.save(presented.device(), standing.rollout(), standing.rev(),
                        new Work(report.state(), standing.wave(), report.reason()),
                        evidence(presented, standing.rollout(), report, now));
                yield report.state();
            }
        };
    }

    /** What is on record; a refusal never rests on the remembered index, which may lag behind. */
    private Standing stand(PresentedCertificate presented, Report report, Instant now) {
        List<Rollout> remembered = index.of(presented.device().fleet());
        Standing standing = read(presented, report, remembered, now);
        if (standing.isAccepted()) {
            return standing;
        }
        List<Rollout> current = new ArrayList<>(index.refresh(presented.device().fleet()));
        if (current.stream().noneMatch(rollout -> rollout.ref().equals(standing.rollout().ref()))) {
            current.add(standing.rollout());
        }
        return read(presented, report, current, now);
    }

    private Standing read(PresentedCertificate presented, Report report, List<Rollout> rollouts, Instant now) {
        DeviceRef device = presented.device();
        DeviceSnapshot snapshot = devices.read(device, rollouts, Optional.of(report.rollout()));
        identity.admit(presented, snapshot.device(), now);
        Rollout rollout = snapshot.reported().map(Versioned::value).orElseThrow(() -> new NotFound(
                "rollout " + report.rollout() + " does not exist in fleet " + device.fleet()));
        List<RolloutWork> others = snapshot.worksOn(rollouts.stream()
                .filter(other -> !other.ref().equals(rollout.ref())).toList());
        return new Standing(rollout, snapshot.workOn(rollout), others, snapshot.work(report.rollout()));
    }

    private static Standing require(Standing standing) {
        if (standing.isAccepted()) {
            return standing;
        }
        Rollout rollout = standing.rollout();
        String named = "rollout " + rollout.ref().id();
        if (standing.work().wave().isEmpty()) {
            throw new NotFound(named + " does not include this device");
        }
        if (rollout.isFinal()) {
            throw new Conflict(named + " is " + rollout.status().word()
                    + ", which is final, and this device had not begun it");
        }
        throw new Conflict(standing.work().isOpen()
                ? named + " is held back for this device by an older rollout of " + rollout.plan().artifact().ref().name()
                : named + " has not opened wave " + standing.wave() + ", which this device is in");
    }

    /**
     * The record is read again, because one batch read is no snapshot. A device that was enrolled again is not
     * retired, but its work of before stays out of every accounting.
     */
    private RuntimeException excluded(PresentedCertificate presented, Report report, Instant now) {
        identity.admit(presented, now);
        return new Conflict("rollout " + report.rollout()
                + " excluded this device when it was decommissioned; enrolling it again does not bring it back");
    }

    private static Evidence evidence(PresentedCertificate presented, Rollout rollout, Report report, Instant now) {
        Map<String, Object> facts = new HashMap<>(WorkStore.facts(presented.device(), rollout, report.state()));
        report.reason().ifPresent(reason -> facts.put("detail", reason));
        String type = report.state().isReversal() ? "device." + report.state().word() : "device.reported";
        return new Evidence(type, DeviceIdentity.actor(presented), now, facts);
    }

    private static Report parse(ApiRequest request) {
        request.refuseQueryExcept(Set.of());
        Fields body = request.fields();
        String rollout = body.name("rollout");
        WorkState state = WorkState.parseReported(body.text("state"));
        Optional<String> detail = body.optionalText("detail");
        body.refuseUnknown();
        detail.filter(text -> text.length() > MAX_DETAIL).ifPresent(text -> {
            throw new InvalidRequest("detail must have at most " + MAX_DETAIL + " characters, found " + text.length());
        });
        return new Report(rollout, state, detail.filter(text -> REASON_CODE.matcher(text).matches()));
    }
}
