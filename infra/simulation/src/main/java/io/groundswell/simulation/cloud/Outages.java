package io.groundswell.simulation.cloud;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Times in which a service refuses nearly everything: longer than anybody's patience, so that every retry runs out. */
final class Outages {

    private static final double REFUSED = 0.9;
    private static final Duration SHORTEST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofSeconds(100);

    private final SimulatedTime time;
    private final Chance chance;
    private final Map<Service, Instant> until = new EnumMap<>(Service.class);

    Outages(SimulatedTime time, Chance chance) {
        this.time = time;
        this.chance = chance;
    }

    /** Puts some service out of order for a while. */
    Service begin() {
        Service service = chance.oneOf(List.of(Service.values()));
        until.put(service, time.now().plus(chance.between(SHORTEST, LONGEST)));
        return service;
    }

    /** Everything works again. */
    void end() {
        until.clear();
    }

    /** Whether the service refuses this call. */
    boolean refuses(Service service) {
        return until.containsKey(service) && time.now().isBefore(until.get(service)) && chance.hits(REFUSED);
    }
}
