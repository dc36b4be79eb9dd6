package io.groundswell.local.events;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Where a batch goes that was given up. */
@FunctionalInterface
interface FailureDestination {

    /** Keeps the invocation record; returning means it is kept. */
    void keep(String shardId, ObjectNode invocationRecord);
}
