package io.groundswell.simulation.check;

import static io.groundswell.simulation.check.Read.map;
import static io.groundswell.simulation.check.Read.number;
import static io.groundswell.simulation.check.Read.text;

import io.groundswell.simulation.cloud.Invocation;
import io.groundswell.simulation.cloud.Observer;
import io.groundswell.simulation.dynamodb.Change;
import io.groundswell.simulation.dynamodb.InMemoryDynamoDb;
import io.groundswell.simulation.dynamodb.ItemKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Follows both tables change by change, and holds every change against the rules. */
public final class Ledger implements Observer {

    private static final String WORK = "ROLLOUT#";

    private final Supplier<InMemoryDynamoDb> tables;
    private final String fleetTable;
    private final Map<String, NaiveRollout> rollouts = new TreeMap<>();
    private final Map<String, Map<String, String>> written = new TreeMap<>();
    private final Map<String, Long> decommissioned = new HashMap<>();
    private final AuditTrail trail = new AuditTrail();
    private final RolloutRules rules = new RolloutRules();

    public Ledger(Supplier<InMemoryDynamoDb> tables, String fleetTable) {
        this.tables = tables;
        this.fleetTable = fleetTable;
    }

    Map<String, NaiveRollout> rollouts() {
        return rollouts;
    }

    /** The state that the fleet table has of a device on a rollout. */
    String written(String rollout, String device) {
        return written.getOrDefault(rollout, Map.of()).getOrDefault(device, "pending");
    }

    /** Whether the device was decommissioned when so many changes had been made. */
    boolean wasDecommissioned(String device, long step) {
        return decommissioned.getOrDefault(device, Long.MAX_VALUE) <= step;
    }

    boolean wasDecommissioned(String device) {
        return decommissioned.containsKey(device);
    }

    /** The state in which the rollout's execution waits. */
    String parked(NaiveRollout rollout) {
        return text(tables.get().look(fleetTable,
                new ItemKey("ROLLOUT#" + rollout.fleet + "#" + rollout.id, "WAIT")), "state");
    }

    void requireComplete() {
        trail.requireComplete();
        rollouts.forEach((id, rollout) -> Violation.unless(
                rollout.recorded.equals(written.getOrDefault(id, Map.of())),
                "[R32] what is on record of rollout %s is what was written, found %s and %s", id, rollout.recorded,
                written.get(id)));
    }

    @Override
    public void queried(Invocation by, String partition, String prefix) {
        if (partition.startsWith(WORK) && prefix.equals("TALLY#")) {
            NaiveRollout rollout = rollouts.get(partition.split("#", 3)[2]);
            by.notes().put(rollout.id, new RolloutRules.Decided(rollout.rev, rollout.next()));
        }
    }

    @Override
    public void changed(Optional<Invocation> by, List<Change> changes, long step) {
        Set<String> moved = new TreeSet<>();
        for (Change change : changes) {
            if (change.table().equals(fleetTable)) {
                fleetChanged(by, change, step, moved);
            } else {
                trail.recorded(change.before(), change.after());
                recorded(change.after(), moved);
            }
        }
        moved.forEach(this::requireTally);
    }

    private void fleetChanged(Optional<Invocation> by, Change change, long step, Set<String> moved) {
        String pk = change.key().pk();
        String sk = change.key().sk();
        if (change.after().containsKey("event")) {
            trail.written(pk + "/" + sk, change.before(), change.after());
        }
        if (pk.startsWith("ROLLOUT#") && sk.equals("META")) {
            rolloutChanged(by, change, step);
        } else if (pk.startsWith("ROLLOUT#") && sk.startsWith("TALLY#")) {
            moved.add(pk.split("#", 3)[2]);
        } else if (pk.startsWith("DEVICE#") && sk.startsWith(WORK)) {
            workChanged(by, change, pk.split("#", 3)[2], sk.substring(WORK.length()));
        } else if (pk.startsWith("DEVICE#") && sk.equals("META")
                && text(change.after(), "status").equals("decommissioned")) {
            decommissioned.putIfAbsent(pk.split("#", 3)[2], step);
        }
    }

    private void rolloutChanged(Optional<Invocation> by, Change change, long step) {
        String id = text(change.after(), "id");
        NaiveRollout rollout = rollouts.get(id);
        if (rollout == null) {
            rollout = NewRollout.of(change.after(), tables.get().look(fleetTable,
                    "GROUP#" + text(change.after(), "fleet") + "#" + text(change.after(), "group")));
            rollouts.put(id, rollout);
        } else {
            rules.check(rollout, change, by);
        }
        rollout.versions.add(new NaiveRollout.Version(step, rollout.status, rollout.open,
                change.after().containsKey("revert_until")));
    }

    private void workChanged(Optional<Invocation> by, Change change, String device, String id) {
        NaiveRollout rollout = rollouts.get(id);
        String before = written(id, device);
        String after = text(change.after(), "state");
        Violation.unless(rollout != null && rollout.waves.containsKey(device)
                        && rollout.waves.get(device) == number(change.after(), "wave"),
                "[R27] device %s counts in wave %s of rollout %s, found %s", device,
                rollout == null ? null : rollout.waves.get(device), id, change.after());
        WorkRules.check(rollout, device, before, after);
        if (after.equals("excluded")) {
            Violation.unless(wasDecommissioned(device), "[R10] device %s leaves rollout %s without a decommission", device, id);
        } else {
            Violation.unless(by.isEmpty() || !wasDecommissioned(device, by.get().firstStep()),
                    "[R10] device %s was decommissioned, but a report on rollout %s is taken", device, id);
        }
        written.computeIfAbsent(id, key -> new TreeMap<>()).put(device, after);
    }

    private void recorded(Map<String, AttributeValue> event, Set<String> moved) {
        String[] subject = text(event, "subject").split("/", 2);
        if (!subject[0].startsWith("DEVICE#") || !subject[1].startsWith(WORK)) {
            return;
        }
        NaiveRollout rollout = rollouts.get(subject[1].substring(WORK.length()));
        String device = subject[0].split("#", 3)[2];
        Map<String, AttributeValue> data = map(event, "data");
        rollout.recorded.put(device, text(data, "state"));
        if (data.containsKey("epoch")) {
            Violation.unless(number(data, "epoch") == rollout.epoch,
                    "[R21] a failure on rollout %s counts under epoch %d, found %d", rollout.id, rollout.epoch,
                    number(data, "epoch"));
            rollout.epochs.put(device, rollout.epoch);
        }
        moved.add(rollout.id);
    }

    /** The tally is what the events on record add up to, at every moment. */
    private void requireTally(String id) {
        NaiveRollout rollout = rollouts.get(id);
        Map<String, Long> found = new TreeMap<>();
        tables.get().look(fleetTable, "ROLLOUT#" + rollout.fleet + "#" + id).forEach(item -> {
            String sk = text(item, "SK");
            if (sk.startsWith("TALLY#")) {
                int wave = Integer.parseInt(sk.split("#", 3)[1]);
                item.forEach((name, value) -> {
                    if (value.n() != null && !value.n().equals("0")) {
                        found.merge(wave + " " + name, Long.parseLong(value.n()), Long::sum);
                    }
                });
            }
        });
        found.values().removeIf(count -> count == 0);
        Violation.unless(found.equals(rollout.tally()), "[R32] the tally of rollout %s is what its events add up to, "
                + "%s, found %s", id, rollout.tally(), found);
    }
}
