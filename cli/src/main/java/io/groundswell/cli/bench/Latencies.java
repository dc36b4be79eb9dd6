package io.groundswell.cli.bench;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/** How long calls of one kind took. */
final class Latencies {

    private final Collection<Long> nanos = new ConcurrentLinkedQueue<>();

    void add(long nanosTaken) {
        nanos.add(nanosTaken);
    }

    int count() {
        return nanos.size();
    }

    double meanMillis() {
        return nanos.stream().mapToLong(Long::longValue).average().orElse(0) / 1e6;
    }

    /** The time that this share of the calls did not exceed. */
    Duration quantile(double share) {
        List<Long> sorted = nanos.stream().sorted().toList();
        if (sorted.isEmpty()) {
            throw new IllegalStateException("expected times, found none");
        }
        int index = (int) Math.ceil(share * sorted.size()) - 1;
        return Duration.ofNanos(sorted.get(Math.max(0, index)));
    }

    String shown() {
        return "p50 %.1f ms, p95 %.1f ms, most %.1f ms".formatted(millis(0.5), millis(0.95), millis(1));
    }

    private double millis(double share) {
        return quantile(share).toNanos() / 1e6;
    }
}
