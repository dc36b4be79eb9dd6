package io.groundswell.agent.probe;

import io.groundswell.domain.probe.Probe;
import java.time.Duration;
import java.time.Instant;

/**
 * Where the probing of one new version stands.
 *
 * @param used attempts so far
 * @param due when the next attempt may begin
 */
public record ProbeRun(Probe probe, int used, Instant due) {

    /** The run right after the version was swapped in: the first attempt waits for the initial delay. */
    public static ProbeRun begin(Probe probe, Instant now) {
        return new ProbeRun(probe, 0, now.plusSeconds(probe.initialDelayS()));
    }

    /**
     * The run at a start of the agent: the clock may have been set back since it was noted, and no wait is longer than
     * when it began.
     */
    public ProbeRun resumed(Instant now, Duration spacing) {
        Instant latest = now.plus(used == 0 ? Duration.ofSeconds(probe.initialDelayS()) : spacing);
        return due.isAfter(latest) ? new ProbeRun(probe, used, latest) : this;
    }

    public boolean isDue(Instant now) {
        return !now.isBefore(due);
    }

    /** The run after one more failed attempt. */
    public ProbeRun afterFailure(Instant now, Duration spacing) {
        return new ProbeRun(probe, used + 1, now.plus(spacing));
    }

    /** Whether no attempt is left: only now may the version be rolled back. */
    public boolean isExhausted() {
        return used >= probe.attempts();
    }

    /** What an attempt counts as: an answer after the timeout came too late, whatever it says. */
    public Prober.Outcome judge(Prober.Outcome outcome, Duration taken) {
        boolean late = taken.compareTo(Duration.ofSeconds(probe.timeoutS())) > 0;
        return outcome == Prober.Outcome.HEALTHY && late ? Prober.Outcome.TIMED_OUT : outcome;
    }

    /** The reason code that a report gives for the last failed attempt. */
    public static String reason(Prober.Outcome outcome) {
        return switch (outcome) {
            case HEALTHY -> throw new IllegalArgumentException("a healthy attempt is no reason to roll back");
            case UNHEALTHY -> "probe_failed";
            case TIMED_OUT -> "probe_timeout";
            case DENIED -> "probe_denied";
        };
    }
}
