package io.groundswell.agent;

import io.groundswell.agent.connection.Assignment;
import io.groundswell.agent.connection.CallFailed;
import io.groundswell.agent.connection.DeviceApi;
import io.groundswell.agent.connection.Heartbeat;
import io.groundswell.agent.connection.Registration;
import io.groundswell.agent.report.Report;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A server that assigns work until its end is reported, as the real one does (R26, R27). */
final class FakeServer implements DeviceApi {

    final List<Registration> registrations = new ArrayList<>();
    final List<Report> reports = new ArrayList<>();
    final List<Assignment> assignments = new ArrayList<>();
    Duration interval = Duration.ofSeconds(10);
    int heartbeats;
    /** With those that ran into an outage. */
    int calls;
    /** What every call runs into. */
    Optional<CallFailed> outage = Optional.empty();
    /** What every heartbeat runs into. */
    Optional<CallFailed> heartbeatRefusal = Optional.empty();
    /** What every report runs into. */
    Optional<CallFailed> reportRefusal = Optional.empty();

    @Override
    public void register(Registration registration) {
        requireUp();
        registrations.add(registration);
    }

    @Override
    public Heartbeat heartbeat() {
        requireUp();
        heartbeatRefusal.ifPresent(failure -> {
            throw failure;
        });
        heartbeats++;
        return new Heartbeat(interval, assignments);
    }

    @Override
    public void report(Report report) {
        requireUp();
        reportRefusal.ifPresent(failure -> {
            throw failure;
        });
        reports.add(report);
        if (report.state().isTerminal()) {
            assignments.removeIf(assignment -> assignment.rollout().equals(report.rollout()));
        }
    }

    List<String> reported() {
        return reports.stream().map(report -> report.rollout() + " " + report.state().word()
                + report.detail().map(code -> " " + code).orElse("")).toList();
    }

    private void requireUp() {
        calls++;
        outage.ifPresent(failure -> {
            throw failure;
        });
    }
}
