package io.groundswell.handlers.table;

import io.groundswell.domain.name.ArtifactRef;
import io.groundswell.domain.name.RolloutRef;
import io.groundswell.domain.rollout.Rollout;
import io.groundswell.domain.rollout.Tallies;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Rollouts, the pointers that list the active ones, their tallies, and where their workflow waits.
 *
 * <p>The pointers live in the fleet's own partition because an index cannot be read consistently, and decommission
 * must see every rollout that was created before it looked (R10).
 */
public final class RolloutStore {

    private final FleetTable table;

    public RolloutStore(FleetTable table) {
        this.table = table;
    }

    /**
     * Creates the rollout: two items, whatever the size of the group (R16).
     *
     * @throws WriteConflict when a rollout with this id exists
     */
    public void create(Rollout rollout, Evidence evidence) {
        table.write(List.of(
                Write.audited(table.name(), Keys.rollout(rollout.ref()), RolloutItem.of(rollout), 0, identified(rollout, evidence)),
                pointer(rollout.ref(), Write.ABSENT)));
    }

    /** The rollout as the last successful write left it. */
    public Optional<Versioned<Rollout>> find(RolloutRef ref) {
        return table.get(Keys.rollout(ref)).map(RolloutStore::versioned);
    }

    /**
     * Writes the next state of a rollout, fenced by the revision it was decided from.
     *
     * <p>A rollout that starts to revert is listed as active again, in the same transaction (R22).
     */
    public void save(Versioned<Rollout> from, Rollout next, Evidence evidence) {
        Write write = Write.audited(table.name(), Keys.rollout(next.ref()), RolloutItem.of(next), from.rev(),
                identified(next, evidence));
        if (from.value().isFinal() && next.revertUntil().isPresent()) {
            table.write(List.of(write, pointer(next.ref(), null)));
        } else {
            table.write(write);
        }
    }

    /** Every event of a rollout says which one it is and what it installs: it belongs to that product's history (R33). */
    private static Evidence identified(Rollout rollout, Evidence evidence) {
        ArtifactRef artifact = rollout.plan().artifact().ref();
        return evidence.with(Map.of("rollout", rollout.ref().id(), "artifact", artifact.name(), "version", artifact.version()));
    }

    /** Every rollout that devices may still need, read consistently. */
    public List<Versioned<Rollout>> active(String fleet) {
        List<Key> keys = table.all(Keys.fleetPartition(fleet), Keys.ACTIVE).stream()
                .map(pointer -> Keys.rollout(new RolloutRef(fleet, pointer.text("SK").substring(Keys.ACTIVE.length()))))
                .toList();
        return table.get(keys).values().stream().map(RolloutStore::versioned).toList();
    }

    /** Takes a rollout off the active list, unless it changed since it was read. */
    public void dropFromActive(Versioned<Rollout> rollout) {
        RolloutRef ref = rollout.value().ref();
        table.write(List.of(
                Write.check(table.name(), Keys.rollout(ref), "rev = :rev",
                        Map.of(":rev", AttributeValue.fromN(Long.toString(rollout.rev())))),
                Write.delete(table.name(), Keys.active(ref))));
    }

    /** One page of a fleet's rollouts, oldest first, eventually consistent. */
    public List<Rollout> list(String fleet, Optional<String> after, int limit) {
        Optional<FleetTable.Listed> start = after.filter(key -> key.contains("#")).map(key -> new FleetTable.Listed(key,
                Keys.rollout(new RolloutRef(fleet, key.substring(key.indexOf('#') + 1)))));
        return table.listing(Keys.rolloutsOf(fleet), start, limit).stream().map(RolloutItem::toRollout).toList();
    }

    /** Where a list continues after this rollout. */
    public static String listingKey(Rollout rollout) {
        return RolloutItem.listingKey(rollout.plan());
    }

    /** What is on record for every wave, read consistently. */
    public Tallies tallies(Rollout rollout) {
        TallyItems tallies = new TallyItems(rollout.waves().size());
        table.forEach(Keys.rolloutPartition(rollout.ref()), Keys.TALLY, tallies::add);
        return tallies.sum();
    }

    /**
     * Remembers the task token the workflow waits on, in place of the one that was read.
     *
     * @param fromRev revision of what was read, 0 for nothing
     * @throws WriteConflict when another token was remembered meanwhile
     */
    public void park(RolloutRef ref, long fromRev, ParkedWorkflow parked) {
        Item item = Item.with().key(Keys.rolloutWait(ref)).text("token", parked.token()).text("state", parked.state())
                .number("rev", fromRev + 1).build();
        table.write(fromRev == 0 ? Write.put(table.name(), Keys.rolloutWait(ref), item, Write.ABSENT, Map.of())
                : Write.put(table.name(), Keys.rolloutWait(ref), item, "rev = :rev",
                        Map.of(":rev", AttributeValue.fromN(Long.toString(fromRev)))));
    }

    /** Where the workflow waits, as far as anybody knows. */
    public Optional<Versioned<ParkedWorkflow>> parked(RolloutRef ref) {
        return table.get(Keys.rolloutWait(ref)).map(item -> new Versioned<>(
                new ParkedWorkflow(item.text("token"), item.text("state")), item.number("rev")));
    }

    private Write pointer(RolloutRef ref, String condition) {
        Item item = Item.with().key(Keys.active(ref)).build();
        return Write.put(table.name(), Keys.active(ref), item, condition, Map.of());
    }

    static Versioned<Rollout> versioned(Item item) {
        return new Versioned<>(RolloutItem.toRollout(item), item.number("rev"));
    }
}
