package io.groundswell.domain.rollout;

import io.groundswell.domain.rollout.Decision.AwaitApproval;
import io.groundswell.domain.rollout.Decision.Finish;
import io.groundswell.domain.rollout.Decision.HaltRollout;
import io.groundswell.domain.rollout.Decision.KeepWaiting;
import io.groundswell.domain.rollout.Decision.OpenWave;

/** The rule that moves a rollout on. Pure: no clock, no I/O; it exists once. */
public final class Progress {

    private static final Decision KEEP_WAITING = new KeepWaiting();

    private Progress() {
    }

    /**
     * What to do next, in the order of R18: finish, halt, ask, open, wait; from {@code halted} only finishing
     * happens by itself.
     *
     * <p>A rollout that already waits for the approval it would ask for keeps waiting.
     */
    public static Decision decide(Rollout rollout, Tallies tallies) {
        if (rollout.isFinal()) {
            return KEEP_WAITING;
        }
        if (everyLiveDeviceIsTerminal(rollout, tallies)) {
            return new Finish(outcome(tallies));
        }
        if (rollout.status() == RolloutStatus.HALTED) {
            return KEEP_WAITING;
        }
        Halt standing = standing(rollout, tallies, Halt.TOLERANCE_EXCEEDED);
        if (rollout.plan().tolerance().isExceededBy(standing.failures(), standing.devices())) {
            return new HaltRollout(standing);
        }
        return openWaveIsComplete(rollout, tallies) ? advance(rollout) : KEEP_WAITING;
    }

    /** The figures that a halt at this moment records (R19, R20). */
    public static Halt standing(Rollout rollout, Tallies tallies, String reason) {
        int open = rollout.openWave();
        int failures = tallies.sumUpTo(open, tally -> tally.failures(rollout.epoch()));
        int sizes = rollout.waves().stream().limit(open + 1L).mapToInt(Wave::size).sum();
        int live = sizes - tallies.sumUpTo(open, WaveTally::excluded);
        return new Halt(open, failures, live, rollout.plan().tolerance(), reason);
    }

    private static Decision advance(Rollout rollout) {
        Wave next = rollout.nextWave().orElseThrow(() -> new IllegalStateException("rollout " + rollout.ref().id()
                + " has live devices that are not terminal but every wave is complete: tallies and sizes disagree"));
        if (next.mayOpen()) {
            return new OpenWave(next.index());
        }
        return rollout.status() == RolloutStatus.WAITING_FOR_APPROVAL ? KEEP_WAITING : new AwaitApproval(next.index());
    }

    private static boolean everyLiveDeviceIsTerminal(Rollout rollout, Tallies tallies) {
        int sizes = rollout.waves().stream().mapToInt(Wave::size).sum();
        return tallies.sum(WaveTally::terminal) >= sizes - tallies.sum(WaveTally::excluded);
    }

    private static boolean openWaveIsComplete(Rollout rollout, Tallies tallies) {
        if (rollout.openWave() < 0) {
            return true;
        }
        WaveTally tally = tallies.wave(rollout.openWave());
        return tally.terminal() >= rollout.waves().get(rollout.openWave()).size() - tally.excluded();
    }

    private static RolloutStatus outcome(Tallies tallies) {
        int failures = tallies.sum(tally -> tally.failedEver() + tally.rolledBackEver());
        return failures == 0 ? RolloutStatus.SUCCEEDED : RolloutStatus.FAILED;
    }
}
