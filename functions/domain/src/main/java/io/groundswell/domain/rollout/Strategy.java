package io.groundswell.domain.rollout;

import io.groundswell.domain.error.InvalidRequest;
import java.util.List;

/**
 * How fast a change widens (R12, R15, R24).
 *
 * @param waves 1–100, percentages cumulative and strictly increasing, the last 100
 * @param separationOfDuties the identity that creates the rollout may not approve its waves
 */
public record Strategy(List<WaveSpec> waves, FailureTolerance tolerance, boolean separationOfDuties) {

    /** What a rollout without a strategy gets: everything at once, no failure tolerated (R12). */
    public static final Strategy DEFAULT = new Strategy(
            List.of(new WaveSpec(Percent.ALL, Approval.AUTO)), FailureTolerance.NONE, false);

    private static final int MAX_WAVES = 100;

    public Strategy {
        waves = List.copyOf(waves);
        if (waves.isEmpty() || waves.size() > MAX_WAVES) {
            throw new InvalidRequest("strategy.waves must have 1 to " + MAX_WAVES + " entries, found " + waves.size());
        }
        for (int i = 1; i < waves.size(); i++) {
            if (waves.get(i).percent().compareTo(waves.get(i - 1).percent()) <= 0) {
                throw new InvalidRequest("strategy.waves[" + i + "].percent must be greater than the wave before it ("
                        + waves.get(i - 1).percent() + "), found " + waves.get(i).percent());
            }
        }
        if (!waves.getLast().percent().equals(Percent.ALL)) {
            throw new InvalidRequest("the last entry of strategy.waves must have percent 100, found "
                    + waves.getLast().percent());
        }
    }
}
