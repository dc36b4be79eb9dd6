package io.groundswell.agent.virtual;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Ticks any number of agents on a few threads, each when it is due.
 *
 * <p>An agent that throws is taken out and its failure kept for {@link #failures()}: a bug must not look like a quiet
 * device.
 */
public final class VirtualFleet implements AutoCloseable {

    private static final Duration STOP = Duration.ofSeconds(10);

    private record Due(VirtualDevice device, long atNanos) implements Delayed {

        static Due in(VirtualDevice device, Duration wait) {
            return new Due(device, System.nanoTime() + wait.toNanos());
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(atNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(atNanos - ((Due) other).atNanos, 0);
        }
    }

    private final DelayQueue<Due> queue = new DelayQueue<>();
    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final List<Thread> workers = new ArrayList<>();
    private final Consumer<VirtualDevice> idle;

    /**
     * Starts the threads.
     *
     * @param workers how many ticks may run at once
     * @param idle told of a device that has to wait, for example to give up its connections
     */
    public VirtualFleet(int workers, Consumer<VirtualDevice> idle) {
        this.idle = idle;
        for (int i = 0; i < workers; i++) {
            this.workers.add(Thread.ofVirtual().name("agents-" + i).start(this::work));
        }
    }

    /** Ticks an agent from now on. */
    public void add(VirtualDevice device) {
        queue.add(Due.in(device, Duration.ZERO));
    }

    /** What agents threw. */
    public List<Throwable> failures() {
        return List.copyOf(failures);
    }

    private void work() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                tick(queue.take().device());
            }
        } catch (InterruptedException e) {
            // The fleet is being closed; nothing is left to do.
            Thread.currentThread().interrupt();
        }
    }

    private void tick(VirtualDevice device) {
        try {
            Optional<Duration> wait = device.agent().tick();
            if (wait.isEmpty() || !wait.get().isZero()) {
                idle.accept(device);
            }
            wait.ifPresent(delay -> queue.add(Due.in(device, delay)));
        } catch (RuntimeException e) {
            failures.add(e);
        }
    }

    /** Stops ticking; a tick under way is interrupted. */
    @Override
    public void close() {
        workers.forEach(Thread::interrupt);
        for (Thread worker : workers) {
            join(worker);
        }
    }

    private static void join(Thread worker) {
        try {
            worker.join(STOP);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
