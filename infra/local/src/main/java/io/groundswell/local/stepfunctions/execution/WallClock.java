package io.groundswell.local.stepfunctions.execution;

import io.groundswell.local.threads.Threads;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Real time: one daemon thread watches the alarms, a virtual thread carries out each piece of work. */
public final class WallClock implements Scheduler {

    private static final System.Logger LOG = System.getLogger(WallClock.class.getName());

    private final Clock clock;
    private final ScheduledThreadPoolExecutor alarms;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();

    public WallClock(Clock clock) {
        this.clock = clock;
        this.alarms = new ScheduledThreadPoolExecutor(1,
                Thread.ofPlatform().name("stepfunctions-alarms").daemon().factory());
        this.alarms.setRemoveOnCancelPolicy(true);
        this.alarms.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public Instant now() {
        return clock.instant();
    }

    @Override
    public Alarm at(Instant when, Runnable action) {
        long millis = Math.max(0, Duration.between(now(), when).toMillis() + 1);
        ScheduledFuture<?> pending = alarms.schedule(() -> run(action), millis, TimeUnit.MILLISECONDS);
        return () -> pending.cancel(false);
    }

    @Override
    public void run(Runnable work) {
        workers.execute(() -> {
            try {
                work.run();
            } catch (RuntimeException | Error e) {
                LOG.log(System.Logger.Level.ERROR, "Step Functions could not carry out a step", e);
            }
        });
    }

    @Override
    public void close() {
        alarms.shutdownNow();
        Threads.end("steps of executions", workers);
    }
}
