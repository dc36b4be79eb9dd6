package io.groundswell.handlers.audit;

import io.groundswell.domain.audit.ChainHead;
import io.groundswell.domain.audit.ChainVerification;
import io.groundswell.handlers.aws.ObjectWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An export that one request could not finish: where the next goes on.
 *
 * @param heads where every lane ends for this export, read once, at its beginning
 * @param ended how many lanes are written to their ends
 * @param read the sequence of the last event that was read of the next lane
 * @param findings what is wrong so far; the first few
 * @param heldUntil until when a request is at work on it
 */
record ExportProgress(ExportOrder order, List<ChainHead> heads, int ended, long read, ChainVerification.State verified,
        List<String> findings, ObjectWriter.State events, Optional<Instant> heldUntil) {

    ExportProgress held(Optional<Instant> until) {
        return new ExportProgress(order, heads, ended, read, verified, findings, events, until);
    }

    /** How many events the whole export has. */
    long total() {
        return heads.stream().mapToLong(ChainHead::sequence).sum();
    }
}
