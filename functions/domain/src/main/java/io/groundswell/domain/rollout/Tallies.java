package io.groundswell.domain.rollout;

import java.util.List;
import java.util.function.ToIntFunction;

/** The tallies of a rollout, one per wave in order. */
public record Tallies(List<WaveTally> waves) {

    public Tallies {
        waves = List.copyOf(waves);
    }

    public WaveTally wave(int index) {
        return waves.get(index);
    }

    int sumUpTo(int lastWave, ToIntFunction<WaveTally> count) {
        return waves.stream().limit(lastWave + 1L).mapToInt(count).sum();
    }

    int sum(ToIntFunction<WaveTally> count) {
        return waves.stream().mapToInt(count).sum();
    }
}
