package io.groundswell.agent.probe;

import io.groundswell.domain.probe.Probe;
import java.time.Duration;
import java.time.Instant;

/**
 * Where the probing of one new version stands.
 *
 * @param used attempts so far
 * @param due when the next attempt may begin
 * @param isUnderWay whether an attempt has begun and not ended
 * @param interruptions how many attempts did not end because the agent or the device went down
 */
public record ProbeRun(Probe probe, int used, Instant due, boolean isUnderWay, int interruptions) {

    /** The reason code for an attempt that is used because its like has taken the device down before. */
    public static final String INTERRUPTED = "probe_interrupted";

    /** A power failure, or a restart, that has nothing to do with the version. */
    private static final int FREE_INTERRUPTIONS = 1;

    /** A run none of whose attempts is under way, or was interrupted. */
    public ProbeRun(Probe probe, int used, Instant due) {
        this(probe, used, due, false, 0);
    }

    /** The run right after the version was swapped in: the first attempt waits for the initial delay. */
    public static ProbeRun begin(Probe probe, Instant now) {
        return new ProbeRun(probe, 0, now.plusSeconds(probe.initialDelayS()));
    }

    /**
     * The run at a start of the agent.
     *
     * <p>An attempt that was under way is repeated; from the second interruption on it is used, or a version that takes
     * the device down would be probed for ever. The clock may have been set back since the run was noted, and no wait is
     * longer than when it began.
     */
    public ProbeRun resumed(Instant now, Duration spacing) {
        Instant latest = now.plus(used == 0 ? Duration.ofSeconds(probe.initialDelayS()) : spacing);
        int interrupted = isUnderWay ? interruptions + 1 : interruptions;
        boolean isOneMoreUsed = isUnderWay && interrupted > FREE_INTERRUPTIONS;
        return new ProbeRun(probe, isOneMoreUsed ? used + 1 : used, due.isAfter(latest) ? latest : due, false, interrupted);
    }

    /** The run while an attempt is made. */
    public ProbeRun begun() {
        return new ProbeRun(probe, used, due, true, interruptions);
    }

    public boolean isDue(Instant now) {
        return !now.isBefore(due);
    }

    /** The run after one more failed attempt. */
    public ProbeRun afterFailure(Instant now, Duration spacing) {
        return new ProbeRun(probe, used + 1, now.plus(spacing), false, interruptions);
    }

    /** Whether no attempt is left: only now may the version be rolled back. */
    public boolean isExhausted() {
        return used >= probe.attempts();
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
