package io.groundswell.agent.update;

import java.util.Optional;

/** A journal that lives as long as its process, such as a virtual device's. */
public final class InMemoryJournal implements WorkJournal {

    private volatile Optional<Work> work = Optional.empty();

    @Override
    public Optional<Work> read() {
        return work;
    }

    @Override
    public void write(Work next) {
        work = Optional.of(next);
    }

    @Override
    public void clear() {
        work = Optional.empty();
    }
}
