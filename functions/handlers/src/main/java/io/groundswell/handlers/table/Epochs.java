package io.groundswell.handlers.table;

import io.groundswell.domain.name.RolloutRef;
import java.util.HashMap;
import java.util.Map;
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

    /** The epoch under which a recorded failure counts. */
    int stamped(Key subject, long revision) {
        Key key = Keys.auditEvent(subject, revision);
        GetItemResponse found = fleet.dynamo().getItem(get -> get.tableName(auditTable)
                .key(FleetTable.attributes(key)).consistentRead(true));
        if (!found.hasItem()) {
            throw new IllegalStateException("the failure at " + key + " must be on record before the device leaves "
                    + "the accounting, found no event; the batch will be delivered again");
        }
        if (!(new Item(found.item()).values("data").get(EPOCH) instanceof Long epoch)) {
            throw new IllegalStateException("the event at " + key + " must say under which epoch the failure counts, found "
                    + "none; reconcile the fleet");
        }
        return Math.toIntExact(epoch);
    }
}
