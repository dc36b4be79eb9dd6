package io.groundswell.handlers.artifact;

import io.groundswell.handlers.concurrent.Parallel;
import io.groundswell.handlers.log.Log;
import io.groundswell.handlers.log.Metric;
import io.groundswell.handlers.table.FleetStore;
import io.groundswell.tuf.Timestamp;
import io.groundswell.tuf.repository.RepositoryStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Signs every fleet's timestamp again, and what nears expiry; reports how long the first role to expire still lives.
 *
 * <p>The timestamp itself does not count in that number: it lives for days and is signed every day, and when signing
 * fails the invocation fails. One fleet's failure does not keep the others from being refreshed.
 */
final class MetadataRefresh {

    /** Reported when nothing expires sooner, so that a stack without fleets is not taken for a silent one. */
    static final double MOST_DAYS = 365;

    private static final double SECONDS_A_DAY = Duration.ofDays(1).toSeconds();

    private final FleetStore fleets;
    private final FleetRepositories repositories;
    private final String stack;
    private final InstantSource clock;

    MetadataRefresh(FleetStore fleets, FleetRepositories repositories, String stack, InstantSource clock) {
        this.fleets = fleets;
        this.repositories = repositories;
        this.stack = stack;
        this.clock = clock;
    }

    /**
     * What was done.
     *
     * @param daysLeft until the first role expires, at most {@link #MOST_DAYS}
     */
    record Outcome(int fleets, int failures, double daysLeft) {
    }

    Outcome refreshAll() {
        List<String> names = new ArrayList<>();
        fleets.forEachName(names::add);
        Queue<Instant> expiries = new ConcurrentLinkedQueue<>();
        AtomicInteger failures = new AtomicInteger();
        Parallel.forEach(names, (worker, fleet) -> {
            if (!attempt("refreshed", fleet, () -> repositories.of(fleet).refresh(), expiries)) {
                failures.incrementAndGet();
                attempt("read", fleet, () -> repositories.of(fleet).status(), expiries);
            }
        });
        Outcome outcome = new Outcome(names.size(), failures.get(), daysLeft(expiries));
        new Metric("MetadataDaysLeft", stack, outcome.daysLeft()).emit(clock.instant());
        return outcome;
    }

    /** Notes when a fleet's roles expire; what one fleet's attempt throws must not keep the others from theirs. */
    private static boolean attempt(String what, String fleet, Supplier<RepositoryStatus> attempt, Queue<Instant> expiries) {
        try {
            attempt.get().roles().forEach((role, status) -> {
                if (!role.equals(Timestamp.TYPE)) {
                    expiries.add(status.expires());
                }
            });
            return true;
        } catch (RuntimeException failure) {
            Log.error("metadata of fleet " + fleet + " could not be " + what, failure);
            return false;
        }
    }

    private double daysLeft(Queue<Instant> expiries) {
        Instant now = clock.instant();
        return expiries.stream().mapToDouble(expiry -> Duration.between(now, expiry).toSeconds() / SECONDS_A_DAY)
                .reduce(MOST_DAYS, Math::min);
    }
}
