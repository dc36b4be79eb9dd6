package io.groundswell.agent;

import io.groundswell.agent.AgentEvent.Delivered;
import io.groundswell.agent.AgentEvent.Dropped;
import io.groundswell.agent.AgentEvent.Trouble;
import io.groundswell.agent.connection.CallFailed;
import io.groundswell.agent.connection.DeviceApi;
import io.groundswell.agent.connection.Refused;
import io.groundswell.agent.report.Report;
import io.groundswell.agent.report.ReportQueue;
import java.util.Optional;
import java.util.function.Consumer;

/** Brings queued reports to the server, in order. */
final class Courier {

    private final DeviceApi api;
    private final ReportQueue queue;
    private final Consumer<AgentEvent> events;
    private boolean isWaiting;

    Courier(DeviceApi api, ReportQueue queue, Consumer<AgentEvent> events) {
        this.api = api;
        this.queue = queue;
        this.events = events;
    }

    /**
     * Delivers everything that is queued.
     *
     * @throws CallFailed if the server cannot take a report now; it stays first in the queue
     */
    void deliverAll() {
        isWaiting = false;
        for (Optional<Report> next = queue.first(); next.isPresent(); next = queue.first()) {
            deliver(next.get());
            queue.removeFirst();
        }
    }

    /** Queues a report and tries to deliver: work on the device goes on without the server. */
    void send(Report report, AgentState during) {
        queue.add(report);
        if (isWaiting) {
            return;
        }
        try {
            deliverAll();
        } catch (CallFailed e) {
            isWaiting = true;
            events.accept(new Trouble(during, e.getMessage()));
        }
    }

    private void deliver(Report report) {
        try {
            api.report(report);
            events.accept(new Delivered(report));
        } catch (Refused e) {
            if (e.isAboutCaller()) {
                throw e;
            }
            events.accept(new Dropped(report, e.getMessage()));
        }
    }
}
