package io.groundswell.cli.bench;

import io.groundswell.agent.AgentEvent;
import io.groundswell.agent.AgentSettings;
import io.groundswell.agent.Backoff;
import io.groundswell.agent.connection.BoundedHttp;
import io.groundswell.agent.connection.DeviceConnection;
import io.groundswell.agent.connection.ServerTrust;
import io.groundswell.agent.connection.Unreachable;
import io.groundswell.agent.enrollment.Enrollment;
import io.groundswell.agent.identity.Certificates;
import io.groundswell.agent.identity.Identity;
import io.groundswell.agent.probe.Prober;
import io.groundswell.agent.report.Report;
import io.groundswell.agent.virtual.VirtualDevice;
import io.groundswell.agent.virtual.VirtualFleet;
import io.groundswell.cli.CommandFailed;
import io.groundswell.domain.json.Sha256;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;

/** Virtual devices, real agents over mutual TLS, and every report of theirs that the server answered with 200. */
final class BenchDevices implements AutoCloseable {

    private static final int WORKERS = 16;
    private static final int ATTEMPTS = 10;
    /** Nothing is lost by waiting: a busy machine is not what is measured here. */
    private static final BoundedHttp PATIENT = new BoundedHttp(Duration.ofSeconds(120), 4 << 20);
    /** One device in so many finds every new version unhealthy. */
    private static final int UNLUCKY = 33;

    private final ServerTrust trust;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final VirtualFleet fleet = new VirtualFleet(WORKERS, device -> device.connection().rest());
    private final Map<String, VirtualDevice> devices = new ConcurrentHashMap<>();
    private final Map<String, List<Report>> answered = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> dropped = new ConcurrentLinkedQueue<>();

    BenchDevices(Path caPem) {
        try {
            trust = new ServerTrust(Certificates.parse(Files.readString(caPem)));
        } catch (IOException | CertificateException e) {
            throw new CommandFailed("the CA of the local device API at " + caPem + " cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Enrols devices and lets them run.
     *
     * @param tokens gives a token bound to a name, with which it can be enrolled again where an answer was lost
     */
    void enroll(URI enrollApi, UnaryOperator<String> tokens, List<String> names) {
        Enrollment enrollment = new Enrollment(http, enrollApi, PATIENT);
        names.parallelStream().forEach(name -> {
            Identity identity = enrolled(enrollment, tokens, name);
            DeviceConnection connection = new DeviceConnection(identity, trust, PATIENT, http, executor);
            VirtualDevice device = VirtualDevice.of(identity, connection, prober(name), settings(),
                    InstantSource.system(), event -> note(name, event));
            devices.put(name, device);
            fleet.add(device);
        });
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
        return devices.get(device).versions().bytes(artifact).map(Sha256::hex);
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
        fleet.failures().forEach(failure -> trouble.add(failure.toString()));
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
            case AgentEvent.StateChanged changed -> { }
        }
    }

    private static Prober prober(String name) {
        return probe -> unlucky(name) ? Prober.Outcome.UNHEALTHY : Prober.Outcome.HEALTHY;
    }

    private static AgentSettings settings() {
        return new AgentSettings("bench", Map.of("board", "virtual"), Map.of("site", "bench"),
                new Backoff(Duration.ofMillis(200), Duration.ofSeconds(2)), Duration.ofMillis(100),
                () -> ThreadLocalRandom.current().nextDouble());
    }

    @Override
    public void close() {
        fleet.close();
        devices.values().forEach(VirtualDevice::close);
        executor.shutdownNow();
        http.close();
    }
}
