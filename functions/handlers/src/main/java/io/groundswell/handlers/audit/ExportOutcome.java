package io.groundswell.handlers.audit;

import com.fasterxml.jackson.databind.JsonNode;

/** How far an export is. */
sealed interface ExportOutcome {

    /** It is written and signed. */
    record Complete(JsonNode manifest) implements ExportOutcome {
    }

    /** Its next part is for another request. */
    record InProgress(ExportProgress progress) implements ExportOutcome {
    }
}
