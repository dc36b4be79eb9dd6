package io.groundswell.cli.audit;

import io.groundswell.domain.audit.ChainedEvent;
import io.groundswell.domain.audit.Finding;
import io.groundswell.domain.audit.Finding.Kind;
import java.util.function.Consumer;

/** An export has lane after lane: where one goes back, lines or whole lanes changed places. */
final class LaneOrder {

    private final Consumer<Finding> findings;
    private ChainedEvent before;
    private String beforeAt;

    LaneOrder(Consumer<Finding> findings) {
        this.findings = findings;
    }

    void take(ChainedEvent event, String place) {
        if (before != null && event.lane().index() < before.lane().index()) {
            findings.accept(Finding.at(Kind.REORDERED, place, event, "it stands after an event of lane " + before.lane()
                    + ", at " + beforeAt));
        }
        before = event;
        beforeAt = place;
    }
}
