package io.groundswell.handlers.device;

import io.groundswell.domain.device.Liveness;
import io.groundswell.domain.time.Timestamps;
import io.groundswell.handlers.table.DeviceRecord;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A device as the APIs show it. */
final class DeviceJson {

    private DeviceJson() {
    }

    /** What is on record, without what changes at every heartbeat. */
    static Map<String, Object> of(DeviceRecord device) {
        return of(device, device.status().word());
    }

    /** With its liveness: an active device that stays silent is shown as offline (R9). */
    static Map<String, Object> of(DeviceRecord device, Optional<Liveness> seen, Instant now) {
        boolean silent = seen.map(contact -> contact.isOffline(now)).orElse(true);
        Map<String, Object> json = of(device, silent && !device.isDecommissioned() ? "offline" : device.status().word());
        seen.ifPresent(contact -> json.put("last_seen", Timestamps.format(contact.seenAt())));
        return json;
    }

    private static Map<String, Object> of(DeviceRecord device, String status) {
        DeviceRecord.Profile profile = device.profile();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", device.ref().name());
        json.put("status", status);
        json.put("enrolled_at", Timestamps.format(device.enrolledAt()));
        json.put("certificate", Map.of("fingerprint", device.certificate().fingerprint(),
                "expires_at", Timestamps.format(device.certificate().expiresAt())));
        json.put("hardware_profile", new TreeMap<>(profile.hardware()));
        profile.agentVersion().ifPresent(version -> json.put("agent_version", version));
        json.put("tags", new TreeMap<>(profile.tags()));
        json.put("installed_versions", new TreeMap<>(profile.installedVersions()));
        return json;
    }
}
