package io.groundswell.cli.bench;

import io.groundswell.agent.connection.Heartbeat;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A heartbeat with nothing to do reads the device once and writes nothing, unless the device was not seen for an interval. */
record HeartbeatBudget(TestBench bench) {

    /** Measured on a device that has been offered nothing; {@code when} says why. */
    List<Budget> measure(LightDevice device, String when) {
        Heartbeat first = device.heartbeat();
        List<LoggedRequest> idle = requests(device);
        LockSupport.parkNanos(first.interval().plus(Duration.ofMillis(100)).toNanos());
        List<LoggedRequest> stale = requests(device);
        return List.of(budget("heartbeat with nothing to do, " + when, idle, 0),
                budget("the same, when last seen is stale", stale, 1));
    }

    private List<LoggedRequest> requests(LightDevice device) {
        long from = bench.requests().now();
        Heartbeat heartbeat = device.heartbeat();
        if (!heartbeat.assignments().isEmpty()) {
            throw new IllegalStateException("expected nothing to do for " + device.name() + ", found " + heartbeat);
        }
        return bench.requests().between(from, bench.requests().now());
    }

    private static Budget budget(String what, List<LoggedRequest> requests, int mostWrites) {
        long reads = requests.stream().filter(request -> request.isRead() && !request.isIndex()).count();
        long index = requests.stream().filter(LoggedRequest::isIndex).count();
        double writes = requests.stream().flatMap(request -> request.writes().stream()).mapToDouble(LoggedRequest.Item::writes).sum();
        return Budget.of(what, "≤ 1 read besides the index, " + (mostWrites == 0 ? "0" : "≤ " + mostWrites) + " write units",
                reads + " (index " + index + "), " + Budget.number(writes), reads <= 1 && writes <= mostWrites);
    }
}
