package io.groundswell.agent.command;

import io.groundswell.agent.Agent;
import io.groundswell.agent.Backoff;
import io.groundswell.agent.enrollment.Renewal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Ticks one agent when it is due, for as long as the device is in service.
 *
 * <p>An agent that throws, because the disk takes nothing for example, is given up and a new one goes on from the
 * journal, after growing pauses: that is what a restart of the process would do.
 */
final class AgentLoop {

    /** Failures that lie further apart than this are not a series. */
    private static final Duration QUIET = Duration.ofMinutes(10);

    /** Waits; a test lets time pass instead. */
    @FunctionalInterface
    interface Pause {

        void sleep(Duration time) throws InterruptedException;
    }

    private final Supplier<Agent> start;
    private final Renewal renewal;
    private final Backoff backoff;
    private final InstantSource clock;
    private final Pause pause;
    private final Consumer<String> log;
    private Optional<Agent> agent = Optional.empty();
    private Instant lastFailure = Instant.EPOCH;
    private int failures;

    /** @param start makes an agent that goes on from the journal */
    AgentLoop(Supplier<Agent> start, Renewal renewal, Backoff backoff, InstantSource clock, Pause pause,
            Consumer<String> log) {
        this.start = start;
        this.renewal = renewal;
        this.backoff = backoff;
        this.clock = clock;
        this.pause = pause;
        this.log = log;
    }

    /** Returns when the server has retired the device (R10). */
    void run() throws InterruptedException {
        for (Optional<Duration> wait = step(); wait.isPresent(); wait = step()) {
            Duration untilRenewal = Duration.between(clock.instant(), renewal.due());
            Duration shorter = untilRenewal.compareTo(wait.get()) < 0 ? untilRenewal : wait.get();
            if (shorter.isPositive()) {
                pause.sleep(shorter);
            }
        }
    }

    private Optional<Duration> step() {
        try {
            renewal.renewIfDue(clock.instant());
            if (agent.isEmpty()) {
                agent = Optional.of(start.get());
            }
            return agent.get().tick();
        } catch (RuntimeException e) {
            agent = Optional.empty();
            return Optional.of(afterFailure(e));
        }
    }

    private Duration afterFailure(RuntimeException failure) {
        Instant now = clock.instant();
        failures = now.isAfter(lastFailure.plus(QUIET)) ? 1 : failures + 1;
        lastFailure = now;
        Duration wait = backoff.after(failures, 1);
        log.accept("starting over from the journal in " + wait.toSeconds() + " s: " + failure);
        return wait;
    }
}
