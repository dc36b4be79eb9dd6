package io.groundswell.simulation;

import io.groundswell.simulation.cloud.Blueprint;
import io.groundswell.simulation.cloud.Sightings;
import io.groundswell.simulation.cloud.Trace;
import io.groundswell.simulation.world.Run;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** Runs of many seeds, side by side, up to the first that fails. */
public final class Campaign {

    private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(20);

    private final Blueprint blueprint;
    private final long first;
    private final long last;
    private final AtomicLong next;
    private final AtomicLong finished = new AtomicLong();
    private final AtomicLong invocations = new AtomicLong();
    private final Sightings sightings = new Sightings();
    private Optional<Failure> failure = Optional.empty();

    /** A seed whose run failed, and why. */
    public record Failure(long seed, Throwable cause) {
    }

    /**
     * What came of it.
     *
     * @param sightings what happened in all of them
     * @param failure the smallest seed that failed; of greater ones nothing is known then
     */
    public record Result(long seeds, long invocations, Sightings sightings, Optional<Failure> failure) {
    }

    private Campaign(Blueprint blueprint, long first, long last) {
        this.blueprint = blueprint;
        this.first = first;
        this.last = last;
        this.next = new AtomicLong(first);
    }

    /**
     * Runs the seeds from the first to the last, both included.
     *
     * @param progress hears now and then how many are done
     */
    public static Result run(Blueprint blueprint, long first, long last, int threads, LongConsumer progress) {
        return new Campaign(blueprint, first, last).run(threads, progress);
    }

    private Result run(int threads, LongConsumer progress) {
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            workers.add(Thread.ofPlatform().name("seeds-" + i).start(this::work));
        }
        for (Thread worker : workers) {
            try {
                while (!worker.join(BETWEEN_REPORTS)) {
                    progress.accept(finished.get());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted at seed " + next.get() + " of " + first + " to " + last, e);
            }
        }
        return new Result(finished.get(), invocations.get(), sightings, failure);
    }

    private void work() {
        for (long seed = next.getAndIncrement(); seed <= bound(); seed = next.getAndIncrement()) {
            try {
                finished(Run.of(blueprint, seed, Trace.SILENT));
            } catch (Exception | AssertionError | StackOverflowError broken) {
                failed(new Failure(seed, broken));
            }
        }
    }

    private synchronized void finished(Run.Outcome outcome) {
        finished.incrementAndGet();
        invocations.addAndGet(outcome.invocations());
        sightings.addAll(outcome.sightings());
    }

    private synchronized long bound() {
        return failure.map(Failure::seed).orElse(last);
    }

    private synchronized void failed(Failure found) {
        if (failure.isEmpty() || found.seed() < failure.get().seed()) {
            failure = Optional.of(found);
        }
    }
}
