package io.groundswell.handlers.audit;

import io.groundswell.handlers.aws.ObjectKeys;
import java.time.Instant;

/**
 * What is exported, for whom.
 *
 * @param lanes how many chains the fleet has
 * @param at before the heads were read
 */
record ExportOrder(String id, String fleet, int lanes, String actor, Instant at) {

    /** The key of one of the export's objects. */
    String key(String file) {
        return ObjectKeys.export(fleet, id, file);
    }
}
