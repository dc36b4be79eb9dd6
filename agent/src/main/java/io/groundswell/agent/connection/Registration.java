package io.groundswell.agent.connection;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a device says about itself (R8). */
public record Registration(String agentVersion, Map<String, String> hardwareProfile, Map<String, String> tags,
        Map<String, String> installedVersions) {

    public Registration {
        hardwareProfile = Map.copyOf(hardwareProfile);
        tags = Map.copyOf(tags);
        installedVersions = Map.copyOf(installedVersions);
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("agent_version", agentVersion);
        json.put("hardware_profile", hardwareProfile);
        json.put("tags", tags);
        json.put("installed_versions", installedVersions);
        return json;
    }
}
