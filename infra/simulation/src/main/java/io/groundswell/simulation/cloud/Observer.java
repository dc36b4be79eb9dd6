package io.groundswell.simulation.cloud;

import io.groundswell.local.stepfunctions.execution.ExecutionSnapshot;
import io.groundswell.simulation.dynamodb.Change;
import java.util.List;
import java.util.Optional;

/** Sees what no function can: every change at the moment it happens, and who made it. */
public interface Observer {

    /**
     * Items changed, those of one transaction together.
     *
     * @param step how many times anything changed until now, this time included
     */
    void changed(Optional<Invocation> by, List<Change> changes, long step);

    /** An execution took another status. */
    void moved(ExecutionSnapshot execution);

    /** A function did not do what it was called for. */
    void failed(Invocation invocation, String why);

    /** A function reads a partition of the fleet table, or a part of it. */
    void queried(Invocation by, String partition, String prefix);
}
