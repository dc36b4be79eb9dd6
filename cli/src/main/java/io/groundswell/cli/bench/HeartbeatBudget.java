package io.groundswell.cli.bench;

import io.groundswell.agent.connection.Heartbeat;
import io.groundswell.cli.CommandFailed;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A heartbeat with nothing to do reads the device once and writes nothing, unless the device was not seen for an interval. */
record HeartbeatBudget(TestBench bench) {

    private static final int ATTEMPTS = 10;

    /** Two heartbeats, the second within the interval that the first began. */
    private record Pair(List<LoggedRequest> stale, List<LoggedRequest> idle) {
    }

    /** Measured on a device that has been offered nothing; {@code when} says why. */
    List<Budget> measure(LightDevice device, String when) {
        Pair pair = pair(device);
        return List.of(budget("heartbeat with nothing to do, " + when, pair.idle(), 0),
                budget("the same, when last seen is stale", pair.stale(), 1));
    }

    private Pair pair(LightDevice device) {
        Duration interval = device.heartbeat().interval();
        for (int i = 0; i < ATTEMPTS; i++) {
            LockSupport.parkNanos(interval.plus(Duration.ofMillis(100)).toNanos());
            bench.requests().whenQuiet();
            long begun = System.nanoTime();
            Pair pair = new Pair(requests(device), requests(device));
            if (System.nanoTime() - begun < interval.toNanos()) {
                return pair;
            }
        }
        throw new CommandFailed("expected two heartbeats within " + interval.toSeconds() + " s, found this machine too busy; try again");
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
