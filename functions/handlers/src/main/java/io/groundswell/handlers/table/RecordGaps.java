package io.groundswell.handlers.table;

import io.groundswell.domain.audit.ChainedEvent;
import io.groundswell.domain.name.DeviceRef;
import io.groundswell.domain.name.RolloutRef;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Compares the revisions of items with those on record (R32).
 *
 * <p>Items are read before the record, so what is missing then was written before. It is late, and left to the stream,
 * until {@link Settled} says otherwise: what is appended in place of a record keeps that record out for ever. The other
 * way round, what is on record has its item: none of those is ever deleted.
 */
public final class RecordGaps {

    private final FleetTable table;
    private final AuditLog log;

    public RecordGaps(FleetTable table, AuditLog log) {
        this.table = table;
        this.log = log;
    }

    /**
     * What a partition lacks.
     *
     * @param subjects how many items were compared
     * @param pending missing revisions that may still come
     * @param behind items that lack what is on record
     */
    public record Scan(long subjects, List<Gap> gaps, long pending, List<Behind> behind) {
    }

    public Scan fleet(String fleet, Settled settled) {
        return partition(Keys.fleetPartition(fleet), settled);
    }

    public Scan rollout(RolloutRef rollout, Settled settled) {
        return partition(Keys.rolloutPartition(rollout), settled);
    }

    public Scan device(DeviceRef device, Settled settled) {
        return partition(Keys.devicePartition(device), settled);
    }

    private Scan partition(String partition, Settled settled) {
        Map<Key, Item> items = new LinkedHashMap<>();
        table.forEach(partition, "", item -> {
            if (item.has("rev") && item.has("event")) {
                items.put(item.key(), item);
            }
        });
        Map<Key, BitSet> recorded = log.revisions(partition, "");
        List<Gap> gaps = new ArrayList<>();
        long pending = 0;
        for (Item item : items.values()) {
            pending += gaps(item, recorded.getOrDefault(item.key(), new BitSet()), settled, gaps);
        }
        return new Scan(items.size(), gaps, pending, behind(items, recorded));
    }

    /** Items whose revision is below their record; an item may have moved since it was read, so it is read once more. */
    private List<Behind> behind(Map<Key, Item> items, Map<Key, BitSet> recorded) {
        List<Behind> behind = new ArrayList<>();
        recorded.forEach((subject, revisions) -> {
            long latest = revisions.length() - 1L;
            if (!Keys.isTally(subject) && revision(Optional.ofNullable(items.get(subject))) < latest) {
                long now = revision(table.get(subject));
                if (now < latest) {
                    behind.add(new Behind(subject, now, latest));
                }
            }
        });
        behind.sort(Comparator.comparing(found -> found.key().subject()));
        return behind;
    }

    private static long revision(Optional<Item> item) {
        return item.map(found -> found.numberOr("rev", 0)).orElse(0L);
    }

    private long gaps(Item item, BitSet recorded, Settled settled, List<Gap> gaps) {
        int revision = item.integer("rev");
        boolean fresh = item.item("event").time("at").isAfter(settled.exact());
        long pending = 0;
        for (int first = recorded.nextClearBit(1); first <= revision; ) {
            int next = recorded.nextSetBit(first);
            int last = next < 0 || next > revision ? revision : next - 1;
            if (last == revision && fresh || !add(gap(item, first, last), settled, gaps)) {
                pending += last - first + 1;
            }
            first = recorded.nextClearBit(last + 1);
        }
        return pending;
    }

    private static boolean add(Gap gap, Settled settled, List<Gap> gaps) {
        return gap.isDue(settled) && gaps.add(gap);
    }

    private Gap gap(Item item, long first, long last) {
        List<ChainedEvent> events = log.subject(item.key());
        return new Gap(item.key(), item, first, last, at(events, first - 1), at(events, last + 1));
    }

    private static Optional<ChainedEvent> at(List<ChainedEvent> events, long revision) {
        return events.stream().filter(event -> event.event().revision() == revision).findFirst();
    }
}
