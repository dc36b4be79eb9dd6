package io.groundswell.agent.connection;

import io.groundswell.agent.report.Report;

/** What a device asks of the server; every call throws {@link CallFailed} when it gets no good answer. */
public interface DeviceApi {

    /** Refreshes the server's record of this device (R8). */
    void register(Registration registration);

    /** Shows life and asks for work (R9). */
    Heartbeat heartbeat();

    /** Tells how far one assignment has come (R26). */
    void report(Report report);
}
