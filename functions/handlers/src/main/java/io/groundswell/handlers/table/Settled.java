package io.groundswell.handlers.table;

import java.time.Instant;

/**
 * What the record must have by now.
 *
 * @param exact what was written up to then is late if it is not on record: it is appended where the item still has it
 * @param lost what was written up to then is in no stream any more: what no item has either is lost
 * @param kept the revisions that are kept elsewhere, and so are not lost however old they are
 */
public record Settled(Instant exact, Instant lost, Kept kept) {

    /** Knows where else a revision may be. */
    @FunctionalInterface
    public interface Kept {
        boolean holds(Key subject, long revision);
    }
}
