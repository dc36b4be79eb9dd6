package io.groundswell.cli.bench;

import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Kills functions' processes and LocalCloud itself at random moments, and starts LocalCloud again. */
final class Killer implements AutoCloseable {

    private final LocalProcess local;
    private final KillPlan plan;
    private final Random random;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicInteger functions = new AtomicInteger();
    private final AtomicInteger clouds = new AtomicInteger();
    private final Thread thread;
    private volatile RuntimeException failure;

    private Killer(LocalProcess local, KillPlan plan, int round) {
        this.local = local;
        this.plan = plan;
        this.random = new Random(plan.seed() * 1_000L + round);
        this.thread = Thread.ofPlatform().daemon().name("killer").unstarted(this::run);
    }

    static Killer start(LocalProcess local, KillPlan plan, int round) {
        Killer killer = new Killer(local, plan, round);
        killer.thread.start();
        return killer;
    }

    int functions() {
        return functions.get();
    }

    int clouds() {
        return clouds.get();
    }

    private void run() {
        long untilCloud = drawn(plan.clouds());
        try {
            while (true) {
                long wait = drawn(plan.functions());
                if (stopped.await(Math.min(wait, untilCloud), TimeUnit.MILLISECONDS)) {
                    return;
                }
                untilCloud -= Math.min(wait, untilCloud);
                if (untilCloud > 0) {
                    killFunction();
                } else {
                    killCloud();
                    untilCloud = drawn(plan.clouds());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    private void killFunction() {
        List<ProcessHandle> running = local.functions();
        if (functions.get() < plan.functions().most() && !running.isEmpty() && running.get(random.nextInt(running.size())).destroyForcibly()) {
            functions.incrementAndGet();
        }
    }

    private void killCloud() {
        if (clouds.get() < plan.clouds().most()) {
            clouds.incrementAndGet();
            local.kill();
            local.start();
        }
    }

    /** Times between events that do not know of one another. */
    private long drawn(KillPlan.Kills kills) {
        return Math.max(20, Math.round(-Math.log(1 - random.nextDouble()) * kills.everyMs()));
    }

    /** Stops killing; LocalCloud runs when this returns. */
    @Override
    public void close() {
        stopped.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (failure != null) {
            throw failure;
        }
    }
}
