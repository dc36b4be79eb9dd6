package io.groundswell.handlers.recorder;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import io.groundswell.handlers.table.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The records of an invocation, read in their order up to the first that is not that of an audited write.
 *
 * @param first sequence number of the batch's first record; empty when there is none
 * @param firstUnreadable sequence number of the record at which reading stopped
 * @param failure why it stopped
 */
record Batch(List<Change> changes, Optional<String> first, Optional<String> firstUnreadable,
        Optional<RuntimeException> failure) {

    Batch {
        changes = List.copyOf(changes);
    }

    static Batch of(List<DynamodbStreamRecord> records) {
        Optional<String> first = records.stream().findFirst().map(record -> record.getDynamodb().getSequenceNumber());
        List<Change> changes = new ArrayList<>();
        for (DynamodbStreamRecord record : records) {
            try {
                changes.add(StreamRecords.change(record));
            } catch (RuntimeException unreadable) {
                return new Batch(changes, first, Optional.of(record.getDynamodb().getSequenceNumber()),
                        Optional.of(unreadable));
            }
        }
        return new Batch(changes, first, Optional.empty(), Optional.empty());
    }

    /** Whether stopping at this record is best told by failing: nothing came before it, or nothing will ever come of it. */
    boolean mustBeHalvedFor(String sequenceNumber) {
        return first.filter(sequenceNumber::equals).isPresent() || firstUnreadable.filter(sequenceNumber::equals).isPresent();
    }
}
