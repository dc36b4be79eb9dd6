package io.groundswell.simulation.cloud;

import java.util.Map;
import java.util.TreeMap;

/** How often what happened: that seeds break no rule says little unless they came to the places where rules break. */
public final class Sightings {

    private final Map<String, Long> counts = new TreeMap<>();

    public void add(String what) {
        counts.merge(what, 1L, Long::sum);
    }

    public void addAll(Sightings others) {
        others.counts.forEach((what, count) -> counts.merge(what, count, Long::sum));
    }

    /** In the order of their names. */
    public Map<String, Long> counts() {
        return Map.copyOf(counts);
    }

    /** As a report shows them. */
    @Override
    public String toString() {
        StringBuilder shown = new StringBuilder();
        counts.forEach((what, count) -> shown.append(shown.isEmpty() ? "" : ", ").append(count).append(' ').append(what));
        return shown.toString();
    }
}
