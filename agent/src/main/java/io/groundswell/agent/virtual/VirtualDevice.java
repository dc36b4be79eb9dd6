package io.groundswell.agent.virtual;

import io.groundswell.agent.Agent;
import io.groundswell.agent.AgentEvent;
import io.groundswell.agent.AgentPorts;
import io.groundswell.agent.AgentSettings;
import io.groundswell.agent.connection.DeviceConnection;
import io.groundswell.agent.identity.Identity;
import io.groundswell.agent.probe.Prober;
import io.groundswell.agent.report.InMemoryReportQueue;
import io.groundswell.agent.update.InMemoryJournal;
import io.groundswell.agent.update.TufUpdates;
import io.groundswell.tuf.client.InMemoryMetadata;
import io.groundswell.tuf.client.Limits;
import io.groundswell.tuf.client.TufClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;

/** A device whose disk is memory: a full agent, its connection, and what it has installed. */
public record VirtualDevice(String name, Agent agent, DeviceConnection connection, InMemoryVersions versions)
        implements AutoCloseable {

    private static final Duration DOWNLOAD = Duration.ofMinutes(5);

    /** A device right after its enrolment, with its own TUF store over the root it pinned. */
    public static VirtualDevice of(Identity identity, DeviceConnection connection, Prober prober,
            AgentSettings settings, InstantSource clock, Consumer<AgentEvent> events) {
        InMemoryMetadata metadata = new InMemoryMetadata();
        TufClient.trustRoot(metadata, identity.root());
        TufClient tuf = new TufClient(metadata, connection.metadata(), clock, Limits.STANDARD);
        InMemoryVersions versions = new InMemoryVersions();
        AgentPorts ports = new AgentPorts(connection, new TufUpdates(tuf, connection.targets(DOWNLOAD)), versions,
                versions, prober, new InMemoryReportQueue(), new InMemoryJournal(), events);
        Agent agent = new Agent(ports, settings, clock, identity.heartbeatInterval());
        return new VirtualDevice(identity.name(), agent, connection, versions);
    }

    @Override
    public void close() {
        connection.close();
    }
}
