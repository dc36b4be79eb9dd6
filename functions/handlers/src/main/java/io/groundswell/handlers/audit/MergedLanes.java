package io.groundswell.handlers.audit;

import io.groundswell.domain.audit.ChainedEvent;
import io.groundswell.domain.audit.Lane;
import io.groundswell.handlers.table.AuditLog;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * A fleet's events in the order of time, each lane in the order of its chain.
 *
 * <p>Time is what the writers' clocks said, so it orders lanes only among what is on record already; the cursor counts
 * per lane, so an event that arrives late is read later and never missed.
 */
final class MergedLanes {

    private static final Comparator<Front> BY_TIME = Comparator
            .comparing((Front front) -> front.event().event().time()).thenComparing(front -> front.event().lane().index());

    private final AuditLog log;

    MergedLanes(AuditLog log) {
        this.log = log;
    }

    /** The events of a page and how far they reach. */
    record Page(List<ChainedEvent> events, Cursor end, boolean more) {
    }

    /** The next event of a lane and those behind it. */
    private record Front(List<ChainedEvent> events, int index) {

        ChainedEvent event() {
            return events.get(index);
        }
    }

    Page read(String fleet, int lanes, Cursor from, int limit) {
        PriorityQueue<Front> fronts = new PriorityQueue<>(BY_TIME);
        for (int lane = 0; lane < lanes; lane++) {
            List<ChainedEvent> events = log.lane(new Lane(fleet, lane), from.of(lane), limit + 1);
            if (!events.isEmpty()) {
                fronts.add(new Front(events, 0));
            }
        }
        List<ChainedEvent> page = new ArrayList<>();
        Cursor end = from;
        while (!fronts.isEmpty() && page.size() < limit) {
            Front front = fronts.remove();
            page.add(front.event());
            end = end.advancedTo(front.event().lane().index(), front.event().sequence());
            if (front.index() + 1 < front.events().size()) {
                fronts.add(new Front(front.events(), front.index() + 1));
            }
        }
        return new Page(page, end, !fronts.isEmpty());
    }
}
