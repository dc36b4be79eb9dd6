package io.groundswell.handlers.table;

import io.groundswell.domain.audit.ChainHead;
import io.groundswell.domain.audit.Lane;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/**
 * Appends changes to the audit chain of their lane, exactly once, each with the tally it moves (R32).
 *
 * <p>One transaction holds the new head, the events and the tallies. An event that is already there is dropped and
 * the rest is chained anew; a head or an epoch that moved is read again. What came before a change is looked up only
 * when the change is not on record: one that comes again needs nothing that a repair may have found lost. Whatever the
 * interleaving of redelivered batches, a revision enters the chain and the tally together and once.
 */
public final class ChainWriter {

    private static final int ATTEMPTS = 40;

    private final FleetTable fleet;
    private final String auditTable;
    private final Epochs epochs;
    private final Map<Lane, ChainHead> heads = new ConcurrentHashMap<>();

    public ChainWriter(FleetTable fleet, String auditTable) {
        this.fleet = fleet;
        this.auditTable = auditTable;
        this.epochs = new Epochs(fleet, auditTable);
    }

    /** Appends changes of one lane in their order; {@code progress} hears how many are on record, from the first. */
    public void append(Lane lane, List<Change> changes, Progress progress) {
        for (int from = 0; from < changes.size(); ) {
            from += appendSome(lane, changes.subList(from, changes.size()));
            progress.recorded(from);
        }
    }

    /**
     * Appends changes of one lane in one transaction, or none of them.
     *
     * @param shifts tallies that move with them
     * @return false when one of them is on record already
     */
    public boolean appendTogether(Lane lane, List<Change> changes, Map<Key, Map<String, Integer>> shifts) {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            ChainBatch batch = ChainBatch.of(head(lane), changes, epochs, fleet.name(), auditTable);
            if (batch.onRecord() > 0) {
                return false;
            }
            if (batch.taken() < changes.size()) {
                throw new IllegalArgumentException("one transaction takes " + batch.taken() + " of these changes, found "
                        + changes.size());
            }
            shifts.forEach(batch::shift);
            try {
                fleet.dynamo().transactWriteItems(request -> request.transactItems(batch.actions()));
                heads.put(lane, batch.head());
                return true;
            } catch (TransactionCanceledException cancelled) {
                heads.remove(lane);
                epochs.forget();
                if (!batch.alreadyRecorded(conditionsThatFailed(cancelled)).isEmpty()) {
                    return false;
                }
                fleet.pauseAfter(attempt);
            }
        }
        throw new IllegalStateException("lane " + lane + " could not be extended in " + ATTEMPTS + " attempts; try again");
    }

    /** Told how many changes of the lane are on record. */
    @FunctionalInterface
    public interface Progress {
        void recorded(int changes);
    }

    private int appendSome(Lane lane, List<Change> changes) {
        List<Change> absent = new ArrayList<>(changes);
        int dropped = 0;
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            ChainBatch batch = ChainBatch.of(head(lane), absent, epochs, fleet.name(), auditTable);
            if (batch.isEmpty()) {
                return dropped + batch.onRecord();
            }
            try {
                fleet.dynamo().transactWriteItems(request -> request.transactItems(batch.actions()));
                heads.put(lane, batch.head());
                return dropped + batch.taken();
            } catch (TransactionCanceledException cancelled) {
                List<Change> present = batch.alreadyRecorded(conditionsThatFailed(cancelled));
                absent.removeAll(present);
                dropped += present.size();
                heads.remove(lane);
                epochs.forget();
                fleet.pauseAfter(attempt);
            }
        }
        throw new IllegalStateException("lane " + lane + " could not be extended in " + ATTEMPTS
                + " attempts; the batch will be delivered again");
    }

    private ChainHead head(Lane lane) {
        return heads.computeIfAbsent(lane, key -> fleet.get(Keys.chainHead(key))
                .map(item -> new ChainHead(key, item.number("seq"), item.text("hash")))
                .orElseGet(() -> ChainHead.origin(key)));
    }

    private static List<Boolean> conditionsThatFailed(TransactionCanceledException cancelled) {
        List<CancellationReason> reasons = cancelled.cancellationReasons();
        boolean retryable = reasons.stream().anyMatch(reason -> FleetTable.isConflict(reason.code())
                || "ThrottlingError".equals(reason.code()) || "ProvisionedThroughputExceeded".equals(reason.code()));
        if (!retryable) {
            throw cancelled;
        }
        return reasons.stream().map(reason -> "ConditionalCheckFailed".equals(reason.code())).toList();
    }
}
