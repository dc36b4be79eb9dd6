package io.groundswell.cli.demo;

import io.groundswell.agent.AgentEvent;
import io.groundswell.agent.connection.BoundedHttp;
import io.groundswell.agent.enrollment.Enrollment;
import io.groundswell.agent.probe.Prober;
import io.groundswell.cli.device.VirtualDevices;
import io.groundswell.domain.json.Sha256;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Virtual devices: real agents with a key, a certificate and a TUF store each, whose disk is memory.
 *
 * <p>Their probe says what a real one would find: the bad version works on one device alone. It is found out elsewhere
 * only once every canary runs it, because a halt keeps it from those that did not begin; so the demo has something to
 * revert, whatever the timing.
 */
final class DemoDevices implements AutoCloseable {

    private static final String ARTIFACT = "vision";
    private static final int WORKERS = 8;
    private static final long ALL_PROBE_S = 15;

    private final VirtualDevices devices;
    private final ConcurrentLinkedQueue<String> trouble = new ConcurrentLinkedQueue<>();
    private final AtomicInteger retries = new AtomicInteger();
    private volatile CountDownLatch probing = new CountDownLatch(0);
    private volatile String badSha256 = "";
    private volatile String tolerant = "";

    DemoDevices(Path caPem) {
        devices = new VirtualDevices(caPem, "demo", WORKERS, BoundedHttp.STANDARD, device -> { });
    }

    /** Enrols devices with one token and lets them run. */
    void enroll(URI enrollApi, String token, List<String> names) {
        Enrollment enrollment = devices.enrollment(enrollApi);
        names.parallelStream().forEach(name ->
                devices.run(enrollment.enroll(token, name), prober(name), event -> note(name, event)));
    }

    /** The version with these bytes is bad on every canary but the first. */
    void breakOn(List<String> canaries, byte[] badBytes) {
        probing = new CountDownLatch(canaries.size());
        tolerant = canaries.getFirst();
        badSha256 = Sha256.hex(badBytes);
    }

    /** The digest of what a device runs. */
    Optional<String> installed(String device) {
        return devices.installed(device, ARTIFACT);
    }

    /** How often a device had to try something again, which is no failure but worth knowing. */
    int retries() {
        return retries.get();
    }

    /** What must not happen: a report that the server refused, or a fault in an agent. */
    List<String> trouble() {
        devices.failures().forEach(failure -> trouble.add(failure.toString()));
        return List.copyOf(trouble);
    }

    private void note(String name, AgentEvent event) {
        switch (event) {
            case AgentEvent.Trouble passing -> retries.incrementAndGet();
            case AgentEvent.Dropped dropped -> trouble.add(name + ": " + dropped.reason());
            case AgentEvent.Failed failed -> { }
            case AgentEvent.StateChanged changed -> { }
            case AgentEvent.Delivered delivered -> { }
        }
    }

    private Prober prober(String name) {
        return probe -> {
            if (!installed(name).equals(Optional.of(badSha256))) {
                return Prober.Outcome.HEALTHY;
            }
            probing.countDown();
            if (name.equals(tolerant)) {
                return Prober.Outcome.HEALTHY;
            }
            return awaitOtherCanaries() ? Prober.Outcome.UNHEALTHY : Prober.Outcome.TIMED_OUT;
        };
    }

    private boolean awaitOtherCanaries() {
        try {
            return probing.await(ALL_PROBE_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        devices.close();
    }
}
