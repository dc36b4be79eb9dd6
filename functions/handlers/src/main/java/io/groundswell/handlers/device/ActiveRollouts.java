package io.groundswell.handlers.device;

import io.groundswell.domain.rollout.Rollout;
import io.groundswell.handlers.table.RolloutStore;
import io.groundswell.handlers.table.Versioned;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The rollouts of a fleet that devices may need, remembered for a moment.
 *
 * <p>A fleet's heartbeats share one read of them. What is remembered may lag behind: it never grants new work by
 * itself (R20), and no report is refused because of it.
 */
final class ActiveRollouts {

    private static final Duration REMEMBERED = Duration.ofSeconds(2);
    private static final int MOST_FLEETS = 1000;

    private final RolloutStore rollouts;
    private final Clock clock;
    private final Map<String, Loaded> loaded = new ConcurrentHashMap<>();

    ActiveRollouts(RolloutStore rollouts, Clock clock) {
        this.rollouts = rollouts;
        this.clock = clock;
    }

    private record Loaded(Instant at, List<Rollout> rollouts) {

        boolean isFresh(Instant now) {
            return !now.isBefore(at) && now.isBefore(at.plus(REMEMBERED));
        }
    }

    /** As of a moment ago; callers in parallel wait for one read. */
    List<Rollout> of(String fleet) {
        Instant now = clock.instant();
        makeRoom(now);
        return loaded.compute(fleet, (name, known) -> known != null && known.isFresh(now) ? known : load(name)).rollouts();
    }

    /** As of now, read consistently. */
    List<Rollout> refresh(String fleet) {
        return loaded.compute(fleet, (name, known) -> load(name)).rollouts();
    }

    private Loaded load(String fleet) {
        Instant before = clock.instant();
        return new Loaded(before, rollouts.active(fleet).stream().map(Versioned::value).toList());
    }

    private void makeRoom(Instant now) {
        if (loaded.size() >= MOST_FLEETS) {
            loaded.values().removeIf(known -> !known.isFresh(now));
        }
    }
}
