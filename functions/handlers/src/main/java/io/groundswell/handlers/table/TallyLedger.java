package io.groundswell.handlers.table;

import io.groundswell.domain.audit.ChainedEvent;
import io.groundswell.domain.audit.Lane;
import io.groundswell.domain.device.Contribution;
import io.groundswell.domain.device.WorkState;
import io.groundswell.domain.name.DeviceRef;
import io.groundswell.domain.name.RolloutRef;
import io.groundswell.domain.rollout.Rollout;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItem;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/**
 * Tallies and what they must be, both as of one head of a lane (R32).
 *
 * <p>A tally of a lane moves only in transactions that move the lane's head. Read together with the head, it equals the
 * sum over the events up to that head, however many are appended meanwhile. A difference is added, not set, so that what
 * the Recorder adds at the same time stays.
 */
public final class TallyLedger {

    private static final int MOST_READ = 100;
    private static final int ATTEMPTS = 40;

    private final FleetTable table;
    private final AuditLog log;

    public TallyLedger(FleetTable table, AuditLog log) {
        this.table = table;
        this.log = log;
    }

    /**
     * The tallies of one lane as of a head.
     *
     * @param counters wave → counter → number
     * @param corrections how often each wave's tally was corrected before the head was read
     */
    public record Snapshot(Lane lane, long sequence, Map<Integer, Map<String, Integer>> counters,
            Map<Integer, Integer> corrections) {
    }

    /** What the tallies of a lane say at its head. */
    public Snapshot read(Rollout rollout, Lane lane) {
        Map<Integer, Integer> corrections = new HashMap<>();
        Map<Key, BitSet> recorded = log.revisions(Keys.rolloutPartition(rollout.ref()), Keys.TALLY);
        for (int wave = 0; wave < rollout.waves().size(); wave++) {
            corrections.put(wave, recorded.getOrDefault(Keys.tally(rollout.ref(), wave, lane), new BitSet()).length());
        }
        corrections.replaceAll((wave, length) -> Math.max(0, length - 1));
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            Map<Integer, Map<String, Integer>> counters = new HashMap<>();
            Optional<Long> sequence = readAtOneHead(rollout, lane, counters);
            if (sequence.isPresent()) {
                return new Snapshot(lane, sequence.get(), counters, corrections);
            }
            table.pauseAfter(attempt);
        }
        throw new IllegalStateException("the tallies of lane " + lane + " could not be read at one head in " + ATTEMPTS
                + " attempts; reconcile again");
    }

    /** The head's sequence; empty when it moved between two reads, or a transaction had it. */
    private Optional<Long> readAtOneHead(Rollout rollout, Lane lane, Map<Integer, Map<String, Integer>> counters) {
        Optional<Long> head = Optional.empty();
        int waves = rollout.waves().size();
        for (int from = 0; from < waves; from += MOST_READ - 1) {
            int until = Math.min(from + MOST_READ - 1, waves);
            Optional<Long> here = readTogether(rollout.ref(), lane, from, until, counters);
            if (here.isEmpty() || from > 0 && !here.equals(head)) {
                return Optional.empty();
            }
            head = here;
        }
        return head;
    }

    private Optional<Long> readTogether(RolloutRef rollout, Lane lane, int from, int until,
            Map<Integer, Map<String, Integer>> counters) {
        List<TransactGetItem> gets = new ArrayList<>(List.of(get(Keys.chainHead(lane))));
        for (int wave = from; wave < until; wave++) {
            gets.add(get(Keys.tally(rollout, wave, lane)));
        }
        try {
            TransactGetItemsResponse response = table.dynamo().transactGetItems(request -> request.transactItems(gets));
            for (int wave = from; wave < until; wave++) {
                counters.put(wave, numbers(response.responses().get(1 + wave - from).item()));
            }
            Map<String, AttributeValue> head = response.responses().getFirst().item();
            return Optional.of(head == null || head.isEmpty() ? 0L : new Item(head).number("seq"));
        } catch (TransactionCanceledException busy) {
            return Optional.empty();
        }
    }

    private TransactGetItem get(Key key) {
        return TransactGetItem.builder().get(get -> get.tableName(table.name()).key(FleetTable.attributes(key))).build();
    }

    private static Map<String, Integer> numbers(Map<String, AttributeValue> item) {
        Map<String, Integer> numbers = new TreeMap<>();
        if (item != null) {
            item.forEach((name, value) -> {
                if (value.type() == AttributeValue.Type.N && Integer.parseInt(value.n()) != 0) {
                    numbers.put(name, Integer.valueOf(value.n()));
                }
            });
        }
        return numbers;
    }

    /**
     * What a device contributes according to the events up to a sequence of its lane; empty while revisions are missing
     * among them.
     */
    public Optional<Map<String, Integer>> contribution(DeviceRef device, String rollout, long upTo) {
        List<ChainedEvent> events = log.subject(Keys.work(device, rollout)).stream()
                .filter(event -> event.sequence() <= upTo).toList();
        if (events.isEmpty()) {
            return Optional.of(Map.of());
        }
        Map<String, Object> data = events.getLast().event().data();
        if (events.getLast().event().revision() != events.size() || !(data.get("state") instanceof String state)) {
            return Optional.empty();
        }
        return Optional.of(Contribution.of(WorkState.parse(state),
                data.get(Epochs.EPOCH) instanceof Number epoch ? epoch.intValue() : 0));
    }

    /** The evidence of a correction; its revision is the next after those that the snapshot knew. */
    public Change correction(Rollout rollout, Snapshot snapshot, int wave, Map<String, Integer> recount, Instant now) {
        Key key = Keys.tally(rollout.ref(), wave, snapshot.lane());
        Map<String, Object> data = Map.of("rollout", rollout.ref().id(), "wave", wave, "lane", snapshot.lane().toString(),
                "sequence", snapshot.sequence(), "tally", Map.copyOf(snapshot.counters().get(wave)), "recount",
                Map.copyOf(recount));
        Evidence evidence = new Evidence("tally.corrected", Evidence.GROUNDSWELL, now, data);
        Item item = Item.with().key(key).number("rev", snapshot.corrections().get(wave) + 1L)
                .item("event", evidence.toItem()).build();
        return new Change("", key, Optional.empty(), item, Optional.of(now));
    }

    /** The lane in which a device's events are. */
    public static Lane laneOf(DeviceRef device, int lanes) {
        return Lane.of(device.fleet(), Keys.devicePartition(device), lanes);
    }
}
