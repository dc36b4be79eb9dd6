package io.groundswell.handlers.table;

import io.groundswell.domain.audit.ChainedEvent;
import io.groundswell.domain.audit.Lane;
import io.groundswell.domain.device.WorkState;
import io.groundswell.domain.name.DeviceRef;
import io.groundswell.domain.name.RolloutRef;
import io.groundswell.domain.time.Timestamps;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * Revisions of one item that are missing from the audit table, a run without a hole.
 *
 * <p>The item keeps the evidence of its latest revision alone. Of an earlier one that the stream lost, an explicit event
 * tells what is known: whose it was and between which moments. What it moved in a tally follows from the events on both
 * sides of the run, because what a device reported next says what it must have been.
 *
 * @param current the item as it is
 * @param before the event before the run, if there is one; likewise {@code after}
 */
public record Gap(Key key, Item current, long first, long last, Optional<ChainedEvent> before,
        Optional<ChainedEvent> after) {

    /** The type of an event of which only its place is known. */
    public static final String LOST = "revision.reconciled";

    private static final Set<String> IDENTITY = Set.of("device", "rollout", "artifact", "version", "group");

    /** Whether the run ends with the latest revision, whose evidence the item still has. */
    public boolean endsWithCurrent() {
        return last == current.number("rev");
    }

    /** The device whose record it is in, if it is in one: its retirement may have been missed. */
    public Optional<DeviceRef> device() {
        return Keys.isDevice(key) ? Optional.of(asChange().device()) : Optional.empty();
    }

    /** The rollout that it may have kept from moving on. */
    public Optional<RolloutRef> rollout() {
        return asChange().rollout();
    }

    /** The chain that it is missing from. */
    public Lane lane(int lanes) {
        return asChange().lane(lanes);
    }

    private Change asChange() {
        return new Change("", key, Optional.empty(), current);
    }

    /** How many revisions are lost for good. */
    public long lost() {
        return last - first + (endsWithCurrent() ? 0 : 1);
    }

    /** Whether it is to be closed: what would be called lost can come from nowhere any more. */
    boolean isDue(Settled settled) {
        Instant latest = after.map(event -> event.event().time()).orElseGet(() -> current.item("event").time("at"));
        return !latest.isAfter(settled.exact()) && (lost() == 0 || !latest.isAfter(settled.lost()) && !isKept(settled));
    }

    private boolean isKept(Settled settled) {
        return LongStream.range(first, first + lost()).anyMatch(revision -> settled.kept().holds(key, revision));
    }

    /** The changes that close the gap; together they move the tally by what it missed, alone they do not. */
    public List<Change> changes(Instant now) {
        List<Change> changes = new ArrayList<>();
        for (long revision = first; revision <= last; revision++) {
            boolean exact = revision == last && endsWithCurrent();
            changes.add(new Change("", key, imageBefore(), exact ? current : lost(revision, now), Optional.of(now)));
        }
        return changes;
    }

    /** The item before the run, as far as tallies look at it. */
    private Optional<Item> imageBefore() {
        return before.filter(event -> Keys.isWork(key)).flatMap(event -> state(event).map(state ->
                Item.with().text("state", state).number("rev", event.event().revision()).build()));
    }

    private Item lost(long revision, Instant now) {
        Map<String, Object> data = new LinkedHashMap<>();
        current.item("event").values("data").forEach((name, value) -> {
            if (IDENTITY.contains(name)) {
                data.put(name, value);
            }
        });
        before.ifPresent(event -> data.put("not_before", Timestamps.format(event.event().time())));
        data.put("not_after", Timestamps.format(
                after.map(event -> event.event().time()).orElseGet(() -> current.item("event").time("at"))));
        Item.Builder item = Item.with().key(key).number("rev", revision);
        if (revision == last && Keys.isWork(key)) {
            stateAfter().ifPresent(state -> {
                data.put("state", state.word());
                item.text("state", state.word()).number("wave", current.number("wave"));
            });
        }
        return item.item("event", new Evidence(LOST, Evidence.GROUNDSWELL, now, data).toItem()).build();
    }

    /** What the device must have been at the end of the run, if that was something that counts. */
    private Optional<WorkState> stateAfter() {
        Optional<WorkState> next = after.flatMap(Gap::state).map(WorkState::parse);
        if (next.filter(WorkState::isReversal).isPresent()) {
            return Optional.of(WorkState.HEALTHY);
        }
        return next.filter(state -> state == WorkState.EXCLUDED)
                .flatMap(excluded -> Optional.ofNullable(after.get().event().data().get("was")))
                .map(was -> WorkState.parse((String) was)).filter(WorkState::isTerminal);
    }

    private static Optional<String> state(ChainedEvent event) {
        return Optional.ofNullable((String) event.event().data().get("state"));
    }
}
