package io.groundswell.handlers.table;

import io.groundswell.domain.audit.ChainHead;
import io.groundswell.domain.audit.ChainedEvent;
import io.groundswell.domain.device.Contribution;
import io.groundswell.domain.device.WorkState;
import io.groundswell.domain.name.RolloutRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** As many changes as fit one transaction: the new head, their events, and the tallies they move. */
final class ChainBatch {

    private static final int MOST_ITEMS = 95;
    private static final int MOST_PER_CHANGE = 3;

    private final Epochs epochs;
    private final String fleetTable;
    private final String auditTable;
    private final ChainHead start;
    private ChainHead head;
    private final List<Change> changes = new ArrayList<>();
    private int onRecord;
    private final List<Write> events = new ArrayList<>();
    private final Map<Key, Map<String, Integer>> tallies = new LinkedHashMap<>();
    private final Map<RolloutRef, Integer> stamps = new LinkedHashMap<>();
    private final Map<String, Integer> stampedHere = new HashMap<>();

    private ChainBatch(ChainHead start, Epochs epochs, String fleetTable, String auditTable) {
        this.start = start;
        this.head = start;
        this.epochs = epochs;
        this.fleetTable = fleetTable;
        this.auditTable = auditTable;
    }

    static ChainBatch of(ChainHead start, List<Change> changes, Epochs epochs, String fleetTable, String auditTable) {
        ChainBatch batch = new ChainBatch(start, epochs, fleetTable, auditTable);
        for (Change change : changes) {
            if (batch.size() + MOST_PER_CHANGE > MOST_ITEMS) {
                break;
            }
            batch.add(change);
        }
        return batch;
    }

    boolean isEmpty() {
        return changes.isEmpty();
    }

    /** How many changes it covers: those it appends, and those that it found on record. */
    int taken() {
        return changes.size() + onRecord;
    }

    /** How many changes it found on record while it was made up. */
    int onRecord() {
        return onRecord;
    }

    ChainHead head() {
        return head;
    }

    /** Events first, so that the reasons of a cancelled transaction line up with the changes. */
    List<TransactWriteItem> actions() {
        List<Write> writes = new ArrayList<>(events);
        writes.add(headWrite());
        tallies.forEach((key, counters) -> {
            if (!counters.isEmpty()) {
                writes.add(tallyWrite(key, counters));
            }
        });
        stamps.forEach((rollout, epoch) -> writes.add(epochs.unchanged(rollout, epoch)));
        return writes.stream().map(Write::action).toList();
    }

    /** The changes whose event is in the table already, read from which conditions failed. */
    List<Change> alreadyRecorded(List<Boolean> failed) {
        List<Change> present = new ArrayList<>();
        for (int i = 0; i < changes.size(); i++) {
            if (failed.get(i)) {
                present.add(changes.get(i));
            }
        }
        return present;
    }

    private int size() {
        return 1 + events.size() + tallies.size() + stamps.size();
    }

    private void add(Change change) {
        if (takesFailureBack(change) && epochs.isOnRecord(change.key(), change.revision())) {
            onRecord++;
            return;
        }
        ChainedEvent chained = head.append(change.event(change.isCounted() ? tally(change) : Map.of()));
        events.add(Write.putIfAbsent(auditTable, AuditItem.key(change.key(), chained), AuditItem.of(chained)));
        changes.add(change);
        head = chained.head();
    }

    /** Moves the tally by the device's old and new state; returns the facts that the event is stamped with. */
    private Map<String, Object> tally(Change change) {
        RolloutRef rollout = change.rollout().orElseThrow();
        WorkState before = change.stateBefore();
        WorkState after = change.stateAfter();
        Map<String, Object> stamped = new HashMap<>();
        int epochAfter = 0;
        if (isFailure(after)) {
            epochAfter = stamps.computeIfAbsent(rollout, epochs::current);
            stampedHere.put(change.key() + "@" + change.revision(), epochAfter);
            stamped.put(Epochs.EPOCH, epochAfter);
        }
        Map<String, Integer> moved = Contribution.change(
                contribution(change, before), Contribution.of(after, epochAfter));
        if (!moved.isEmpty()) {
            shift(Keys.tally(rollout, change.after().integer("wave"), start.lane()), moved);
        }
        return stamped;
    }

    /** Moves a tally in the same transaction. */
    void shift(Key tally, Map<String, Integer> by) {
        Map<String, Integer> counters = tallies.computeIfAbsent(tally, key -> new LinkedHashMap<>());
        by.forEach((counter, n) -> counters.merge(counter, n, Integer::sum));
    }

    /** Whether what the change moves depends on the record of the failure before it, which may be lost by now. */
    private boolean takesFailureBack(Change change) {
        return change.isCounted() && isFailure(change.stateBefore()) && !stampedHere.containsKey(failureBefore(change));
    }

    private Map<String, Integer> contribution(Change change, WorkState before) {
        if (!isFailure(before)) {
            return Contribution.of(before, 0);
        }
        Optional<Integer> epoch = Optional.ofNullable(stampedHere.get(failureBefore(change)))
                .or(() -> epochs.stamped(change.key(), change.revisionBefore()));
        return epoch.map(known -> Contribution.of(before, known)).orElse(Map.of());
    }

    private static String failureBefore(Change change) {
        return change.key() + "@" + change.revisionBefore();
    }

    private Write headWrite() {
        Item item = Item.with().key(Keys.chainHead(head.lane())).number("seq", head.sequence()).text("hash", head.hash())
                .build();
        return start.sequence() == 0 ? Write.put(fleetTable, item.key(), item, Write.ABSENT, Map.of())
                : Write.put(fleetTable, item.key(), item, "seq = :seq", Map.of(":seq", number(start.sequence())));
    }

    private Write tallyWrite(Key key, Map<String, Integer> counters) {
        Map<String, String> names = new HashMap<>();
        Map<String, AttributeValue> values = new HashMap<>();
        List<String> additions = new ArrayList<>();
        counters.forEach((counter, n) -> {
            int i = names.size();
            names.put("#c" + i, counter);
            values.put(":n" + i, number(n));
            additions.add("#c" + i + " :n" + i);
        });
        return Write.update(fleetTable, key, "ADD " + String.join(", ", additions), null, names, values);
    }

    private static boolean isFailure(WorkState state) {
        return state == WorkState.FAILED || state == WorkState.ROLLED_BACK;
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }
}
