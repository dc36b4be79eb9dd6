package io.groundswell.handlers.device;

import io.groundswell.domain.audit.ChainedEvent;
import io.groundswell.domain.device.Liveness;
import io.groundswell.domain.error.InvalidRequest;
import io.groundswell.domain.error.NotFound;
import io.groundswell.domain.group.Membership;
import io.groundswell.domain.name.DeviceRef;
import io.groundswell.domain.name.Names;
import io.groundswell.domain.time.Timestamps;
import io.groundswell.handlers.audit.AuditRoutes;
import io.groundswell.handlers.http.ApiRequest;
import io.groundswell.handlers.http.ApiResponse;
import io.groundswell.handlers.http.Paging;
import io.groundswell.handlers.http.Route;
import io.groundswell.handlers.table.AuditLog;
import io.groundswell.handlers.table.Change;
import io.groundswell.handlers.table.DeviceRecord;
import io.groundswell.handlers.table.DeviceStore;
import io.groundswell.handlers.table.Evidence;
import io.groundswell.handlers.table.FleetStore;
import io.groundswell.handlers.table.FleetTable;
import io.groundswell.handlers.table.GroupStore;
import io.groundswell.handlers.table.Retry;
import io.groundswell.handlers.table.Versioned;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The operator's routes of devices: list, look, history, decommission (R9, R10, R33). */
public final class DeviceRoutes {

    private static final Set<String> PAGING = Set.of("limit", "next_token");

    private final FleetStore fleets;
    private final DeviceStore devices;
    private final GroupStore groups;
    private final AuditLog log;
    private final Retirement retirement;
    private final Clock clock;

    public DeviceRoutes(FleetStore fleets, FleetTable table, AuditLog log, Clock clock) {
        this.fleets = fleets;
        this.devices = new DeviceStore(table);
        this.groups = new GroupStore(table);
        this.log = log;
        this.retirement = new Retirement(table, clock);
        this.clock = clock;
    }

    public Map<String, Route> routes() {
        return Map.of(
                "GET /fleets/{fleet}/devices", this::list,
                "GET /fleets/{fleet}/devices/{device}", this::get,
                "GET /fleets/{fleet}/devices/{device}/history", this::history,
                "POST /fleets/{fleet}/devices/{device}/decommission", this::decommission);
    }

    private ApiResponse list(ApiRequest request) {
        request.refuseQueryExcept(PAGING);
        String fleet = request.name("fleet");
        Paging paging = Paging.of(request);
        paging.after().filter(name -> !Names.isValid(name)).ifPresent(name -> {
            throw new InvalidRequest("next_token must be one that this route returned, found one for "
                    + Names.shown(name));
        });
        fleets.require(fleet);
        List<DeviceRecord> found = devices.list(fleet, paging.after(), paging.limitAndOne());
        Map<String, Liveness> seen = devices.seen(fleet, found.stream().map(device -> device.ref().name()).toList());
        Instant now = clock.instant();
        return ApiResponse.ok(paging.page("devices", found,
                device -> DeviceJson.of(device, Optional.ofNullable(seen.get(device.ref().name())), now),
                device -> device.ref().name()));
    }

    private ApiResponse get(ApiRequest request) {
        request.refuseQueryExcept(Set.of());
        return ApiResponse.ok(shown(require(device(request)).value()));
    }

    private ApiResponse history(ApiRequest request) {
        request.refuseQueryExcept(PAGING);
        DeviceRef device = device(request);
        Paging paging = Paging.of(request);
        paging.after().ifPresent(AuditRoutes::requirePlace);
        require(device);
        return ApiResponse.ok(paging.page("events",
                log.deviceHistory(device, paging.after(), paging.limitAndOne()), ChainedEvent::members, AuditLog::place));
    }

    /** One audited write, then what follows from it; a repetition finishes what was cut short (R10, R25). */
    private ApiResponse decommission(ApiRequest request) {
        request.refuseQueryExcept(Set.of());
        request.refuseBody();
        DeviceRef device = device(request);
        String actor = request.actor();
        Retry.onConflict(() -> decommission(device, actor));
        retirement.retire(device);
        return ApiResponse.ok(shown(require(device).value()));
    }

    private DeviceRecord decommission(DeviceRef device, String actor) {
        Versioned<DeviceRecord> found = require(device);
        if (!found.value().isDecommissioned()) {
            devices.save(found, found.value().decommissioned(), new Evidence(Change.DEVICE_DECOMMISSIONED, actor,
                    Timestamps.truncate(clock.instant()), Map.of("device", device.name())));
        }
        return found.value();
    }

    private Map<String, Object> shown(DeviceRecord device) {
        String name = device.ref().name();
        Map<String, Object> json = DeviceJson.of(device,
                Optional.ofNullable(devices.seen(device.ref().fleet(), List.of(name)).get(name)), clock.instant());
        json.put("groups", groups.membershipsOf(device.ref()).stream()
                .filter(member -> !member.isRetired()).map(Membership::group).toList());
        return json;
    }

    private DeviceRef device(ApiRequest request) {
        DeviceRef device = new DeviceRef(request.name("fleet"), request.name("device"));
        fleets.require(device.fleet());
        return device;
    }

    private Versioned<DeviceRecord> require(DeviceRef device) {
        return devices.find(device).orElseThrow(() -> new NotFound(
                "device " + device.name() + " does not exist in fleet " + device.fleet()));
    }
}
