package io.groundswell.agent;

import io.groundswell.agent.connection.DeviceApi;
import io.groundswell.agent.probe.Prober;
import io.groundswell.agent.report.ReportQueue;
import io.groundswell.agent.update.Applier;
import io.groundswell.agent.update.Staging;
import io.groundswell.agent.update.UpdateSource;
import io.groundswell.agent.update.WorkJournal;
import java.util.function.Consumer;

/** Everything outside of the agent's rules. */
public record AgentPorts(DeviceApi api, UpdateSource updates, Staging staging, Applier applier, Prober prober,
        ReportQueue reports, WorkJournal journal, Consumer<AgentEvent> events) {
}
