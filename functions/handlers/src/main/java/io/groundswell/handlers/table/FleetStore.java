package io.groundswell.handlers.table;

import io.groundswell.domain.error.NotFound;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** Fleets; none is ever removed, and a fleet's lanes never change, so both are remembered once seen. */
public final class FleetStore {

    private static final int MOST_REMEMBERED = 10_000;

    private final FleetTable table;
    private final Map<String, Integer> lanes = new ConcurrentHashMap<>();

    public FleetStore(FleetTable table) {
        this.table = table;
    }

    /** The fleet as the last successful write left it. */
    public Optional<Versioned<Fleet>> find(String fleet) {
        Optional<Versioned<Fleet>> found = table.get(Keys.fleet(fleet))
                .map(item -> new Versioned<>(Fleet.of(item), item.number("rev")));
        found.ifPresent(present -> remember(present.value()));
        return found;
    }

    /** @throws NotFound when there is no such fleet */
    public Versioned<Fleet> get(String fleet) {
        return find(fleet).orElseThrow(() -> new NotFound("fleet " + fleet
                + " does not exist; create it with POST /fleets"));
    }

    /**
     * Passes when the fleet exists; reads nothing for a fleet that was seen before.
     *
     * @throws NotFound when there is no such fleet
     */
    public void require(String fleet) {
        lanes(fleet);
    }

    /**
     * How many audit chains the fleet has; read once.
     *
     * @throws NotFound when there is no such fleet
     */
    public int lanes(String fleet) {
        Integer known = lanes.get(fleet);
        return known == null ? get(fleet).value().lanes() : known;
    }

    /** @throws WriteConflict when the fleet exists */
    public void create(Fleet fleet, Evidence evidence) {
        save(new Versioned<>(fleet, 0), fleet, evidence);
    }

    /** Writes the fleet's next state, fenced by the revision it was decided from. */
    public void save(Versioned<Fleet> from, Fleet next, Evidence evidence) {
        table.write(Write.audited(table.name(), Keys.fleet(next.name()), next.toItem(), from.rev(), evidence));
    }

    /** Visits the names of all fleets, eventually consistent. */
    public void forEachName(Consumer<String> visitor) {
        table.forEachListed(Keys.ALL_FLEETS, visitor);
    }

    /** The fleet's online keys; they exist before the fleet, because its root names them. */
    public Optional<FleetKeys> keys(String fleet) {
        return table.get(Keys.fleetKeys(fleet)).map(FleetKeys::of);
    }

    /** @throws WriteConflict when the fleet has keys */
    public void putKeys(String fleet, FleetKeys keys) {
        table.write(Write.putIfAbsent(table.name(), Keys.fleetKeys(fleet), keys.toItem()));
    }

    /** Where the reconciliation of the fleet goes on; empty when it begins anew. */
    public Optional<String> reconciledUpTo(String fleet) {
        return table.get(Keys.reconciliation(fleet)).flatMap(item -> item.optionalText("place"));
    }

    /** Fleets in the order in which their reconciliation was begun last, first those whose never was. */
    public List<String> byReconciliation(List<String> names) {
        Map<Key, Item> known = table.get(names.stream().map(Keys::reconciliation).toList());
        Function<String, Instant> begun = fleet -> Optional.ofNullable(known.get(Keys.reconciliation(fleet)))
                .flatMap(item -> item.optionalTime("begun")).orElse(Instant.MIN);
        return names.stream().sorted(Comparator.comparing(begun).thenComparing(Comparator.naturalOrder())).toList();
    }

    /** Remembers when the reconciliation of the fleet was begun last, and where it goes on, in place of an earlier place. */
    public void reconciledUpTo(String fleet, Instant begun, Optional<String> place) {
        table.write(Write.put(table.name(), Keys.reconciliation(fleet), Item.with().key(Keys.reconciliation(fleet))
                .time("begun", begun).text("place", place).build(), null, Map.of()));
    }

    private void remember(Fleet fleet) {
        if (lanes.size() < MOST_REMEMBERED) {
            lanes.put(fleet.name(), fleet.lanes());
        }
    }
}
