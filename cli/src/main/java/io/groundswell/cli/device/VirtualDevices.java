package io.groundswell.cli.device;

import io.groundswell.agent.AgentEvent;
import io.groundswell.agent.AgentSettings;
import io.groundswell.agent.Backoff;
import io.groundswell.agent.connection.BoundedHttp;
import io.groundswell.agent.connection.DeviceConnection;
import io.groundswell.agent.connection.ServerTrust;
import io.groundswell.agent.enrollment.Enrollment;
import io.groundswell.agent.identity.Identity;
import io.groundswell.agent.probe.Prober;
import io.groundswell.agent.virtual.VirtualDevice;
import io.groundswell.agent.virtual.VirtualFleet;
import io.groundswell.domain.json.Sha256;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/** Real agents over mutual TLS, with a key, a certificate and a TUF store each, whose disk is memory. */
public final class VirtualDevices implements AutoCloseable {

    private final ServerTrust trust;
    private final String label;
    private final BoundedHttp bounds;
    private final VirtualFleet fleet;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, VirtualDevice> devices = new ConcurrentHashMap<>();

    /**
     * No devices yet.
     *
     * @param label their agent's version and their site
     * @param workers how many of them may be at work at once
     * @param idle told of a device that has to wait, for example to give up its connections
     */
    public VirtualDevices(Path caPem, String label, int workers, BoundedHttp bounds, Consumer<VirtualDevice> idle) {
        this.trust = LocalTrust.read(caPem);
        this.label = label;
        this.bounds = bounds;
        this.fleet = new VirtualFleet(workers, idle);
    }

    /** Enrols devices of this machine. */
    public Enrollment enrollment(URI enrollApi) {
        return new Enrollment(http, enrollApi, bounds);
    }

    /** Lets a device run that was just enrolled. */
    public void run(Identity identity, Prober prober, Consumer<AgentEvent> events) {
        DeviceConnection connection = new DeviceConnection(identity, trust, bounds, http, executor);
        VirtualDevice device = VirtualDevice.of(identity, connection, prober, settings(), InstantSource.system(), events);
        devices.put(identity.name(), device);
        fleet.add(device);
    }

    /** The digest of what a device runs. */
    public Optional<String> installed(String device, String artifact) {
        return devices.get(device).versions().bytes(artifact).map(Sha256::hex);
    }

    /** What agents threw. */
    public List<Throwable> failures() {
        return fleet.failures();
    }

    private AgentSettings settings() {
        return new AgentSettings(label, Map.of("board", "virtual"), Map.of("site", label),
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
