package io.groundswell.simulation.cloud;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The execution environments of one function: each runs one invocation at a time and remembers what it cached. */
final class Containers<H> {

    private static final int MOST_IDLE = 3;
    private static final double COLD = 0.1;

    private final String function;
    private final Supplier<H> start;
    private final List<Container<H>> idle = new ArrayList<>();
    private int started;

    Containers(String function, Supplier<H> start) {
        this.function = function;
        this.start = start;
    }

    /** One environment and the function object in it. */
    record Container<H>(int number, H handler) {
    }

    String function() {
        return function;
    }

    Container<H> take(Chance chance) {
        if (idle.isEmpty() || idle.size() < MOST_IDLE && chance.hits(COLD)) {
            return new Container<>(++started, start.get());
        }
        return idle.remove(chance.from(0, idle.size() - 1));
    }

    void giveBack(Container<H> container) {
        idle.add(container);
    }
}
