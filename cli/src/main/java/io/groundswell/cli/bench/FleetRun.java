package io.groundswell.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundswell.agent.connection.Heartbeat;
import io.groundswell.cli.CommandFailed;
import io.groundswell.domain.device.WorkState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * One rollout, from its creation to its end, with every device of its group at work.
 *
 * <p>A device heartbeats at the interval that it is told until it is offered the rollout, and then sends its four reports.
 */
final class FleetRun {

    private final TestBench bench;
    private final Semaphore atOnce;
    private final Latencies heartbeats = new Latencies();
    private final Latencies idleHeartbeats = new Latencies();
    private final Latencies reports = new Latencies();
    private final Latencies openings = new Latencies();
    private final AtomicLong lastReport = new AtomicLong();
    private String id;
    private Duration creation = Duration.ZERO;
    private Duration wall = Duration.ZERO;
    private Duration stackTime = Duration.ZERO;
    private Duration deviceTime = Duration.ZERO;

    /** @param atOnce how many devices may be at work at once, each on a connection of its own */
    FleetRun(TestBench bench, int atOnce) {
        this.bench = bench;
        this.atOnce = new Semaphore(atOnce, true);
    }

    /** Runs it; {@code inOrder} are the group's devices by position. */
    void run(String group, List<LightDevice> inOrder, List<Map<String, Object>> waves) {
        Duration stack = bench.processorTime();
        Duration devices = own();
        long begun = System.nanoTime();
        id = bench.rollOut(group, waves);
        creation = Duration.ofNanos(System.nanoTime() - begun);
        int from = 0;
        for (JsonNode wave : bench.rollout(id).path("waves")) {
            int index = wave.path("index").asInt();
            bench.awaitWave(id, index);
            if (index > 0) {
                openings.add(System.nanoTime() - lastReport.get());
            }
            int until = from + wave.path("size").asInt();
            update(inOrder.subList(from, until));
            from = until;
        }
        JsonNode finished = bench.awaitStatus(id, "succeeded");
        wall = Duration.ofNanos(System.nanoTime() - begun);
        stackTime = bench.processorTime().minus(stack);
        deviceTime = own().minus(devices);
        require(finished, inOrder.size());
    }

    private void update(List<LightDevice> cohort) {
        List<Future<?>> devices = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            cohort.forEach(device -> devices.add(threads.submit(() -> update(device))));
        }
        for (Future<?> device : devices) {
            try {
                device.get();
            } catch (ExecutionException e) {
                throw new CommandFailed("a device could not do its work: " + e.getCause().getMessage(), e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CommandFailed("interrupted", e);
            }
        }
    }

    private void update(LightDevice device) {
        for (Duration wait = step(device); !wait.isZero(); wait = step(device)) {
            LockSupport.parkNanos(wait.toNanos());
        }
    }

    /** One heartbeat, and the reports if it offers the rollout; the wait until the next, zero when all is done. */
    private Duration step(LightDevice device) {
        atOnce.acquireUninterruptibly();
        try {
            long begun = System.nanoTime();
            Heartbeat heartbeat = device.heartbeat();
            boolean offered = LightDevice.offers(heartbeat, id);
            (offered ? heartbeats : idleHeartbeats).add(System.nanoTime() - begun);
            if (!offered) {
                return heartbeat.interval();
            }
            LightDevice.REPORTS.forEach(state -> report(device, state));
            lastReport.accumulateAndGet(System.nanoTime(), Math::max);
            device.rest();
            return Duration.ZERO;
        } finally {
            atOnce.release();
        }
    }

    private void report(LightDevice device, WorkState state) {
        long begun = System.nanoTime();
        device.report(id, state);
        reports.add(System.nanoTime() - begun);
    }

    private void require(JsonNode finished, int devices) {
        int healthy = finished.path("waves").findValues("healthy").stream().mapToInt(JsonNode::asInt).sum();
        if (healthy != devices) {
            throw new CommandFailed("expected " + devices + " healthy devices, found " + healthy);
        }
    }

    private static Duration own() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    String id() {
        return id;
    }

    Duration creation() {
        return creation;
    }

    /** From the request that created the rollout to the answer that it succeeded. */
    Duration wall() {
        return wall;
    }

    /** What LocalCloud took of the processors meanwhile. */
    Duration stackTime() {
        return stackTime;
    }

    /** What the devices took of the processors meanwhile. */
    Duration deviceTime() {
        return deviceTime;
    }

    /** Heartbeats that offered the rollout; each is its device's first on a new connection. */
    Latencies heartbeats() {
        return heartbeats;
    }

    Latencies idleHeartbeats() {
        return idleHeartbeats;
    }

    Latencies reports() {
        return reports;
    }

    /** From a wave's last report to the next wave's opening, as an operator sees it. */
    Latencies openings() {
        return openings;
    }
}
