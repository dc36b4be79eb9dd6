package io.groundswell.simulation.cloud;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** The one source of everything that is drawn in a run. */
public final class Chance {

    private final SplittableRandom random;

    public Chance(long seed) {
        random = new SplittableRandom(seed);
    }

    private Chance(SplittableRandom random) {
        this.random = random;
    }

    /** A source of its own, so that what is drawn there does not shift what is drawn here. */
    public Chance split() {
        return new Chance(random.split());
    }

    RandomGenerator generator() {
        return random;
    }

    /** True with this probability. */
    public boolean hits(double probability) {
        return probability > 0 && random.nextDouble() < probability;
    }

    /** A number from the least to the most, both included. */
    public int from(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    public <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** A span of at most this; short ones are much more likely than long ones. */
    public Duration upTo(Duration most) {
        double share = random.nextDouble();
        return Duration.ofMillis(Math.round(most.toMillis() * share * share * share));
    }

    /** A span between the two, every one as likely. */
    public Duration between(Duration least, Duration most) {
        return Duration.ofMillis(random.nextLong(least.toMillis(), most.toMillis() + 1));
    }
}
