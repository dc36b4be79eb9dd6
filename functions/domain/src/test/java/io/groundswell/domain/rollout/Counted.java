package io.groundswell.domain.rollout;

import io.groundswell.domain.device.Contribution;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/** What is on record for one wave, for tests: {@code Counted.wave().healthy(9).failed(1).tally()}. */
public final class Counted {

    private final Map<String, Integer> counters = new HashMap<>();

    private Counted() {
    }

    public static Counted wave() {
        return new Counted();
    }

    /** One tally per wave, in order. */
    public static Tallies tallies(Counted... waves) {
        return new Tallies(Arrays.stream(waves).map(Counted::tally).toList());
    }

    public static Tallies nothing(int waves) {
        return new Tallies(Collections.nCopies(waves, WaveTally.EMPTY));
    }

    /** The tally that these counters of {@link Contribution} stand for. */
    public static WaveTally of(Map<String, Integer> counters) {
        Counted counted = new Counted();
        counted.counters.putAll(counters);
        return counted.tally();
    }

    public Counted healthy(int n) {
        return with(Contribution.HEALTHY, n);
    }

    public Counted failed(int n) {
        return failedIn(0, n);
    }

    public Counted failedIn(int epoch, int n) {
        return with(Contribution.FAILED + epoch, n);
    }

    public Counted rolledBack(int n) {
        return rolledBackIn(0, n);
    }

    public Counted rolledBackIn(int epoch, int n) {
        return with(Contribution.ROLLED_BACK + epoch, n);
    }

    public Counted excluded(int n) {
        return with(Contribution.EXCLUDED, n);
    }

    public WaveTally tally() {
        return new WaveTally(count(Contribution.HEALTHY), byEpoch(Contribution.FAILED),
                byEpoch(Contribution.ROLLED_BACK), count(Contribution.EXCLUDED), count(Contribution.REVERTED),
                count(Contribution.REVERT_SKIPPED));
    }

    private Counted with(String counter, int n) {
        counters.put(counter, n);
        return this;
    }

    private int count(String counter) {
        return counters.getOrDefault(counter, 0);
    }

    private Map<Integer, Integer> byEpoch(String prefix) {
        Map<Integer, Integer> byEpoch = new HashMap<>();
        counters.keySet().stream().filter(name -> name.startsWith(prefix))
                .forEach(name -> byEpoch.put(Integer.valueOf(name.substring(prefix.length())), counters.get(name)));
        return byEpoch;
    }
}
