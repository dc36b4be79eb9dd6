package io.groundswell.cli.bench;

import io.groundswell.agent.connection.Assignment;
import io.groundswell.agent.connection.DeviceConnection;
import io.groundswell.agent.connection.Heartbeat;
import io.groundswell.agent.report.Report;
import io.groundswell.domain.device.WorkState;
import java.util.List;

/** A device that calls the device API as an agent does, with its own certificate, and does nothing else. */
record LightDevice(String name, DeviceConnection connection) {

    /** The states that an update goes through when all goes well. */
    static final List<WorkState> REPORTS = List.of(WorkState.DOWNLOADING, WorkState.VERIFYING, WorkState.APPLYING, WorkState.HEALTHY);

    Heartbeat heartbeat() {
        return connection.heartbeat();
    }

    /** Whether a heartbeat offered this rollout. */
    static boolean offers(Heartbeat heartbeat, String rollout) {
        return heartbeat.assignments().stream().map(Assignment::rollout).anyMatch(rollout::equals);
    }

    void report(String rollout, WorkState state) {
        connection.report(Report.of(rollout, state));
    }

    /** Gives up its connection. */
    void rest() {
        connection.rest();
    }
}
