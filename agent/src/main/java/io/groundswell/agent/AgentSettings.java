package io.groundswell.agent;

import io.groundswell.agent.connection.Registration;
import java.time.Duration;
import java.util.Map;
import java.util.function.DoubleSupplier;

/**
 * What an operator or a test may choose about an agent.
 *
 * @param agentVersion told at registration
 * @param hardwareProfile told at registration
 * @param tags told at registration
 * @param backoff waits while the server or a download is in trouble
 * @param probeSpacing the pause between two probe attempts
 * @param jitter numbers from 0 to 1 that spread heartbeats and retries
 */
public record AgentSettings(String agentVersion, Map<String, String> hardwareProfile, Map<String, String> tags,
        Backoff backoff, Duration probeSpacing, DoubleSupplier jitter) {

    public AgentSettings {
        hardwareProfile = Map.copyOf(hardwareProfile);
        tags = Map.copyOf(tags);
    }

    /** The whole of a heartbeat interval is never exceeded, or a punctual device would count as silent (R9). */
    Duration spread(Duration interval) {
        return Duration.ofMillis(Math.round(interval.toMillis() * (0.8 + 0.2 * jitter.getAsDouble())));
    }

    Duration retryAfter(int failures) {
        return backoff.after(failures, jitter.getAsDouble());
    }

    Registration registration(Map<String, String> installedVersions) {
        return new Registration(agentVersion, hardwareProfile, tags, installedVersions);
    }
}
