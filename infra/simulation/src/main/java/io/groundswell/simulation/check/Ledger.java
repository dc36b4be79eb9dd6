package io.groundswell.simulation.check;

import static io.groundswell.simulation.check.Read.map;
import static io.groundswell.simulation.check.Read.number;
import static io.groundswell.simulation.check.Read.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.groundswell.local.stepfunctions.execution.ExecutionSnapshot;
import io.groundswell.local.stepfunctions.execution.ExecutionStatus;
import io.groundswell.simulation.cloud.Cloud;
import io.groundswell.simulation.cloud.Invocation;
import io.groundswell.simulation.cloud.Observer;
import io.groundswell.simulation.cloud.Sightings;
import io.groundswell.simulation.dynamodb.Change;
import io.groundswell.simulation.dynamodb.ItemKey;
import java.time.Instant;
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
    private static final String ACTIVE = "ACTIVE#";
    private static final String GROUP = "GROUP#";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> ENDS =
            Map.of("RolloutFailed", "failed", "RolloutAborted", "aborted", "", "succeeded");

    private final Supplier<Cloud> cloud;
    private final String fleetTable;
    private final String fleet;
    private final Map<String, NaiveRollout> rollouts = new TreeMap<>();
    private final Map<String, Map<String, String>> written = new TreeMap<>();
    private final Map<String, Long> decommissioned = new HashMap<>();
    private final AuditTrail trail = new AuditTrail();
    private final RolloutRules rules = new RolloutRules();
    private final Sightings sightings = new Sightings();

    public Ledger(Supplier<Cloud> cloud, String fleetTable, String fleet) {
        this.cloud = cloud;
        this.fleet = fleet;
        this.fleetTable = fleetTable;
    }

    /** How often which event was recorded. */
    public Sightings sightings() {
        return sightings;
    }

    Map<String, NaiveRollout> rollouts() {
        return rollouts;
    }

    /** The state that the fleet table has of a device on a rollout. */
    String written(String rollout, String device) {
        return written.getOrDefault(rollout, Map.of()).getOrDefault(device, "pending");
    }

    /** The rollouts on which the device is at work. */
    Set<String> begunBy(String device) {
        Set<String> begun = new TreeSet<>();
        written.forEach((rollout, states) -> {
            String state = states.getOrDefault(device, "excluded");
            if (!state.equals("excluded") && !NaiveRollout.isTerminal(state)) {
                begun.add(rollout);
            }
        });
        return begun;
    }

    /** When the device is due to be heard again, by its last contact that is on record. */
    Instant heardUntil(String device) {
        Map<String, AttributeValue> seen = cloud.get().tables().look(fleetTable,
                new ItemKey("DEVICE#" + fleet + "#" + device, "SEEN"));
        return seen.isEmpty() ? Instant.MIN : Instant.parse(text(seen, "at")).plusSeconds(number(seen, "interval_s"));
    }

    /** Whoever was decommissioned is retired in every group that takes no further members (R10, R11). */
    void requireRetired() {
        cloud.get().tables().look(fleetTable, "FLEET#" + fleet).forEach(item -> {
            if (text(item, "SK").startsWith(GROUP) && item.get("sealed").bool()) {
                String group = text(item, "SK").substring(GROUP.length());
                cloud.get().tables().look(fleetTable, "GROUP#" + fleet + "#" + group).forEach(member ->
                        Violation.unless(member.containsKey("retired") == wasDecommissioned(text(member, "device")),
                                "[R10] member %s of group %s is %s", text(member, "device"), group,
                                member.containsKey("retired") ? "retired and in service" : "decommissioned and counts"));
            }
        });
    }

    /** Ids of the rollouts that the fleet table lists as active. */
    Set<String> listedAsActive() {
        Set<String> listed = new TreeSet<>();
        cloud.get().tables().look(fleetTable, "FLEET#" + fleet).forEach(item -> {
            if (text(item, "SK").startsWith(ACTIVE)) {
                listed.add(text(item, "SK").substring(ACTIVE.length()));
            }
        });
        return listed;
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
        return text(cloud.get().tables().look(fleetTable,
                new ItemKey("ROLLOUT#" + rollout.fleet + "#" + rollout.id, "WAIT")), "state");
    }

    void requireComplete() {
        trail.requireComplete();
        rollouts.forEach((id, rollout) -> Violation.unless(
                rollout.recorded.equals(written.getOrDefault(id, Map.of())),
                "[R32] what is on record of rollout %s is what was written, found %s and %s", id, rollout.recorded,
                written.get(id)));
    }

    /** An execution that ends tells the rollout's end, or that something came between; it is never broken itself (R23). */
    @Override
    public void moved(ExecutionSnapshot execution) {
        if (execution.status() == ExecutionStatus.RUNNING) {
            return;
        }
        String error = execution.error().orElse("");
        NaiveRollout rollout = rollouts.get(rolloutOf(execution));
        Violation.unless(!error.startsWith("States."), "[R23] an execution of rollout %s fails on %s: %s", rollout.id, error,
                execution.cause().orElse(""));
        Violation.unless(rollout.status.equals(ENDS.getOrDefault(error, rollout.status)),
                "[R23] an execution of rollout %s, which is %s, ends as %s %s", rollout.id, rollout.status,
                execution.status(), error);
    }

    private static String rolloutOf(ExecutionSnapshot execution) {
        try {
            return JSON.readTree(execution.opening().input()).path("rollout").asText();
        } catch (JsonProcessingException e) {
            throw new Violation("[R23] the input of an execution names its rollout, found " + execution.opening().input());
        }
    }

    /** A function that nothing let down does what it is called for (R35). */
    @Override
    public void failed(Invocation invocation, String why) {
        Violation.unless(invocation.wasDisturbed(), "[R35] %s fails although every service worked: %s", invocation, why);
    }

    @Override
    public void queried(Invocation by, String partition, String prefix) {
        if (partition.startsWith(WORK) && prefix.equals("TALLY#")) {
            NaiveRollout rollout = rollouts.get(partition.split("#", 3)[2]);
            by.notes().put(rollout.id, new RolloutRules.Decided(rollout.rev, rollout.next(), rollout.figures()));
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
        } else if (pk.startsWith(GROUP) && change.before().isEmpty() && change.after().containsKey("device")) {
            joined(pk.split("#", 3)[2], text(change.after(), "device"));
        } else if (pk.startsWith("DEVICE#") && sk.equals("META")
                && text(change.after(), "status").equals("decommissioned")) {
            decommissioned.putIfAbsent(pk.split("#", 3)[2], step);
        }
    }

    private void joined(String group, String device) {
        Map<String, AttributeValue> item = cloud.get().tables().look(fleetTable, new ItemKey("FLEET#" + fleet, GROUP + group));
        Violation.unless(item.isEmpty() || !item.get("sealed").bool(), "[R11] group %s is sealed, and %s joins it", group,
                device);
    }

    private void rolloutChanged(Optional<Invocation> by, Change change, long step) {
        String id = text(change.after(), "id");
        NaiveRollout rollout = rollouts.get(id);
        if (rollout == null) {
            rollout = NewRollout.of(change.after(), cloud.get().tables().look(fleetTable,
                    "GROUP#" + text(change.after(), "fleet") + "#" + text(change.after(), "group")));
            rollouts.put(id, rollout);
        } else {
            rules.check(rollout, change, by);
        }
        rollout.versions.add(new NaiveRollout.Version(step, cloud.get().time().now(), rollout.status, rollout.open,
                rollout.epoch, Set.copyOf(rollout.approved), change.after().containsKey("revert_until")));
    }

    private void workChanged(Optional<Invocation> by, Change change, String device, String id) {
        NaiveRollout rollout = rollouts.get(id);
        String before = written(id, device);
        String after = text(change.after(), "state");
        Violation.unless(rollout != null && rollout.waves.containsKey(device)
                        && rollout.waves.get(device) == number(change.after(), "wave"),
                "[R27] device %s counts in wave %s of rollout %s, found %s", device,
                rollout == null ? null : rollout.waves.get(device), id, change.after());
        WorkRules.check(rollout, device, before, change.after());
        if (after.equals("excluded")) {
            Violation.unless(wasDecommissioned(device), "[R10] device %s leaves rollout %s without a decommission", device, id);
        } else {
            Violation.unless(by.isEmpty() || !wasDecommissioned(device, by.get().firstStep()),
                    "[R10] device %s was decommissioned, but a report on rollout %s is taken", device, id);
        }
        written.computeIfAbsent(id, key -> new TreeMap<>()).put(device, after);
    }

    private void recorded(Map<String, AttributeValue> event, Set<String> moved) {
        sightings.add(text(event, "type"));
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
        cloud.get().tables().look(fleetTable, "ROLLOUT#" + rollout.fleet + "#" + id).forEach(item -> {
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
