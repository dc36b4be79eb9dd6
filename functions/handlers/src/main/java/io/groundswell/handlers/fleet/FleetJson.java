package io.groundswell.handlers.fleet;

import io.groundswell.domain.time.Timestamps;
import io.groundswell.handlers.table.Fleet;
import java.util.LinkedHashMap;
import java.util.Map;

/** A fleet as answers show it. */
public final class FleetJson {

    private FleetJson() {
    }

    public static Map<String, Object> of(Fleet fleet) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("name", fleet.name());
        shown.put("created_at", Timestamps.format(fleet.createdAt()));
        shown.put("lanes", fleet.lanes());
        shown.put("root", role(fleet.root()));
        shown.put("targets", role(fleet.targets()));
        return shown;
    }

    private static Map<String, Object> role(Fleet.OfflineRole role) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("version", role.version());
        shown.put("expires", Timestamps.format(role.expires()));
        return shown;
    }
}
