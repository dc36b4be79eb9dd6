package io.groundswell.handlers.table;

import io.groundswell.domain.name.RolloutRef;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;

/**
 * Under which epoch a failure counts (R21).
 *
 * <p>A failure is stamped with the epoch its rollout has when it is recorded; the transaction checks that this still
 * holds. When the device leaves the accounting later, the stamp is read back from the evidence.
 */
final class Epochs {

    /** The stamped fact. */
    static final String EPOCH = "epoch";

    private final FleetTable fleet;
    private final String auditTable;
    private final Map<RolloutRef, Integer> current = new HashMap<>();

    Epochs(FleetTable fleet, String auditTable) {
        this.fleet = fleet;
        this.auditTable = auditTable;
    }

    synchronized int current(RolloutRef rollout) {
        return current.computeIfAbsent(rollout, ref -> fleet.get(Keys.rollout(ref))
                .orElseThrow(() -> new IllegalStateException("rollout " + ref + " has device reports but no item"))
                .integer(EPOCH));
    }

    /** Reads again from now on. */
    synchronized void forget() {
        current.clear();
    }

    /** The condition that the epoch is still this one when the transaction commits. */
    Write unchanged(RolloutRef rollout, int epoch) {
        return Write.check(fleet.name(), Keys.rollout(rollout), EPOCH + " = :epoch",
                Map.of(":epoch", AttributeValue.fromN(Integer.toString(epoch))));
    }

    /** Whether this revision is on record. */
    boolean isOnRecord(Key subject, long revision) {
        return event(subject, revision).isPresent();
    }

    /** The epoch under which a recorded failure counts; empty for one that is lost for good: it never counted. */
    Optional<Integer> stamped(Key subject, long revision) {
        Item event = event(subject, revision).orElseThrow(() -> new IllegalStateException("the failure at "
                + Keys.auditEvent(subject, revision) + " must be on record before the device leaves the accounting, "
                + "found no event; the batch will be delivered again"));
        if (event.values("data").get(EPOCH) instanceof Long epoch) {
            return Optional.of(Math.toIntExact(epoch));
        }
        if (event.text("type").equals(Gap.LOST)) {
            return Optional.empty();
        }
        throw new IllegalStateException("the event at " + Keys.auditEvent(subject, revision)
                + " must say under which epoch the failure counts, found none; reconcile the fleet");
    }

    private Optional<Item> event(Key subject, long revision) {
        GetItemResponse found = fleet.dynamo().getItem(get -> get.tableName(auditTable)
                .key(FleetTable.attributes(Keys.auditEvent(subject, revision))).consistentRead(true));
        return found.hasItem() ? Optional.of(new Item(found.item())) : Optional.empty();
    }
}
