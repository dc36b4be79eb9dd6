package io.groundswell.handlers.artifact;

import io.groundswell.domain.error.Conflict;
import io.groundswell.domain.error.InvalidRequest;
import io.groundswell.tuf.InvalidInput;
import io.groundswell.tuf.MetadataRefused;
import io.groundswell.tuf.RepositoryConflict;
import java.util.function.Supplier;

/** What the repository refuses, in terms of the caller; the sentences are its own. */
final class TufRefusals {

    private TufRefusals() {
    }

    /** For metadata that the caller signed and sent: what clients would refuse is the caller's to mend. */
    static <T> T ofSentMetadata(Supplier<T> operation) {
        try {
            return operation.get();
        } catch (MetadataRefused | InvalidInput e) {
            throw new InvalidRequest(e.getMessage());
        } catch (RepositoryConflict e) {
            throw new Conflict(e.getMessage());
        }
    }

    /** For an artifact whose facts were checked when it was declared: what is refused is the repository's state. */
    static <T> T ofCheckedFacts(Supplier<T> operation) {
        try {
            return operation.get();
        } catch (MetadataRefused | InvalidInput | RepositoryConflict e) {
            throw new Conflict(e.getMessage());
        }
    }
}
