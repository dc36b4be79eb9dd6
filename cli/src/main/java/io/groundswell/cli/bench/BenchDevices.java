package io.groundswell.cli.bench;

import io.groundswell.agent.AgentEvent;
import io.groundswell.agent.connection.BoundedHttp;
import io.groundswell.agent.connection.Unreachable;
import io.groundswell.agent.enrollment.Enrollment;
import io.groundswell.agent.identity.Identity;
import io.groundswell.agent.probe.Prober;
import io.groundswell.agent.report.Report;
import io.groundswell.cli.CommandFailed;
import io.groundswell.cli.device.VirtualDevices;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;

/** Virtual devices, real agents over mutual TLS, and every report of theirs that the server answered with 200. */
final class BenchDevices implements AutoCloseable {

    private static final int WORKERS = 16;
    private static final int ATTEMPTS = 10;
    /** Nothing is lost by waiting: a busy machine is not what is measured here. */
    private static final BoundedHttp PATIENT = new BoundedHttp(Duration.ofSeconds(120), 4 << 20);
    /** One device in so many finds every new version unhealthy. */
    private static final int UNLUCKY = 33;

    private final VirtualDevices devices;
    private final Map<String, List<Report>> answered = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> dropped = new ConcurrentLinkedQueue<>();

    BenchDevices(Path caPem) {
        devices = new VirtualDevices(caPem, "bench", WORKERS, PATIENT, device -> device.connection().rest());
    }

    /**
     * Enrols devices and lets them run.
     *
     * @param tokens gives a token bound to a name, with which it can be enrolled again where an answer was lost
     */
    void enroll(URI enrollApi, UnaryOperator<String> tokens, List<String> names) {
        Enrollment enrollment = devices.enrollment(enrollApi);
        names.parallelStream().forEach(name ->
                devices.run(enrolled(enrollment, tokens, name), prober(name), event -> note(name, event)));
    }

    private static Identity enrolled(Enrollment enrollment, UnaryOperator<String> tokens, String name) {
        for (int attempt = 1; true; attempt++) {
            try {
                return enrollment.enroll(tokens.apply(name), name);
            } catch (Unreachable | CommandFailed e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /** Whether every new version fails this device's probe. */
    static boolean unlucky(String name) {
        return Math.floorMod(name.hashCode(), UNLUCKY) == 0;
    }

    /** The digest of what a device runs. */
    Optional<String> installed(String device, String artifact) {
        return devices.installed(device, artifact);
    }

    /** The reports of a rollout that were answered with 200, in order. */
    List<Report> answered(String device, String rollout) {
        List<Report> all = answered.getOrDefault(device, List.of());
        synchronized (all) {
            return all.stream().filter(report -> report.rollout().equals(rollout)).toList();
        }
    }

    /** What must not happen on a device whatever dies elsewhere. */
    List<String> trouble() {
        List<String> trouble = new ArrayList<>(dropped);
        devices.failures().forEach(failure -> trouble.add(failure.toString()));
        return trouble;
    }

    private void note(String name, AgentEvent event) {
        switch (event) {
            case AgentEvent.Delivered delivered -> {
                List<Report> all = answered.computeIfAbsent(name, key -> new ArrayList<>());
                synchronized (all) {
                    all.add(delivered.report());
                }
            }
            case AgentEvent.Dropped gone -> dropped.add(name + " dropped " + gone.report() + ": " + gone.reason());
            case AgentEvent.Trouble passing -> { }
            case AgentEvent.Failed failed -> { }
            case AgentEvent.StateChanged changed -> { }
        }
    }

    private static Prober prober(String name) {
        return probe -> unlucky(name) ? Prober.Outcome.UNHEALTHY : Prober.Outcome.HEALTHY;
    }

    @Override
    public void close() {
        devices.close();
    }
}
