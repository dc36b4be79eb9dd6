package io.groundswell.simulation.cloud;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * One shard of the fleet table's stream and the poller that delivers it, as Lambda's event source mappings do.
 *
 * <p>Batches go in order, one at a time. Where the function names a record, everything before it is done and the rest is
 * delivered again; where it fails as a whole, the batch is halved. A checkpoint may be lost, and then what was done is
 * delivered once more before anything new. A shard may be behind, and then its batches are larger.
 */
final class Shard {

    private static final Duration LATE = Duration.ofSeconds(1);
    private static final Duration BEHIND = Duration.ofSeconds(40);
    private static final double IS_BEHIND = 0.25;
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);
    private static final int DOUBLINGS = 8;
    private static final int MOST_REPLAYED = 12;

    /** What runs the Recorder. */
    interface Recorder {
        /** The first sequence number that is not done; empty when all are, or nothing at all when it failed. */
        Optional<Optional<String>> record(List<StreamedRecord> batch);
    }

    private record Piece(List<StreamedRecord> records, int failures) {
    }

    private final SimulatedTime time;
    private final Chance chance;
    private final Calls calls;
    private final Recorder recorder;
    private final Duration late;
    private final int batchSize;
    private final boolean bisect;
    private final int retries;
    private final Deque<Piece> pieces = new ArrayDeque<>();
    private final Deque<StreamedRecord> pending = new ArrayDeque<>();
    private final List<StreamedRecord> done = new ArrayList<>();
    private boolean scheduled;

    Shard(SimulatedTime time, Chance chance, Calls calls, Recorder recorder, Blueprint blueprint) {
        this.time = time;
        this.chance = chance;
        this.calls = calls;
        this.recorder = recorder;
        this.late = chance.hits(IS_BEHIND) ? BEHIND : LATE;
        this.batchSize = Math.min(blueprint.stream().batchSize(), 1 << chance.from(0, 5));
        this.bisect = blueprint.stream().bisect();
        this.retries = blueprint.stream().retries();
    }

    void add(StreamedRecord record) {
        pending.add(record);
        schedule(chance.upTo(late));
    }

    private void schedule(Duration delay) {
        if (!scheduled && !(pieces.isEmpty() && pending.isEmpty())) {
            scheduled = true;
            time.work(delay, this::deliver);
        }
    }

    /** Stays scheduled while the function runs, so that nothing is delivered beside it. */
    private void deliver() {
        Piece piece = pieces.isEmpty() ? next() : pieces.pop();
        Optional<Optional<String>> answer = calls.isInvocationLost()
                ? Optional.empty() : recorder.record(piece.records());
        Duration pause = answer.isPresent() ? partly(piece, answer.get()) : failed(piece);
        scheduled = false;
        schedule(pause);
    }

    private Piece next() {
        List<StreamedRecord> batch = new ArrayList<>();
        while (batch.size() < batchSize && !pending.isEmpty()) {
            batch.add(pending.poll());
        }
        return new Piece(batch, 0);
    }

    private Duration partly(Piece piece, Optional<String> firstUndone) {
        List<String> numbers = piece.records().stream().map(StreamedRecord::sequenceNumber).toList();
        int undone = firstUndone.map(number -> Math.max(0, numbers.indexOf(number))).orElse(numbers.size());
        done.addAll(piece.records().subList(0, undone));
        if (undone == numbers.size()) {
            replay();
            return chance.upTo(late);
        }
        return again(piece.records().subList(undone, numbers.size()), piece.failures() + 1);
    }

    private Duration failed(Piece piece) {
        int size = piece.records().size();
        if (!bisect || size == 1) {
            return again(piece.records(), piece.failures() + 1);
        }
        pieces.push(new Piece(piece.records().subList(size / 2, size), piece.failures()));
        pieces.push(new Piece(piece.records().subList(0, size / 2), piece.failures()));
        return Duration.ZERO;
    }

    private Duration again(List<StreamedRecord> rest, int failures) {
        if (failures > retries) {
            throw new IllegalStateException("a record was given up after " + retries + " retries: "
                    + rest.getFirst().change().key());
        }
        pieces.push(new Piece(rest, failures));
        Duration pause = PAUSE.multipliedBy(1L << Math.min(failures, DOUBLINGS));
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }

    /** Goes back to an earlier checkpoint. */
    private void replay() {
        if (pieces.isEmpty() && chance.hits(calls.faults().replay())) {
            int from = Math.max(0, done.size() - chance.from(1, MOST_REPLAYED));
            calls.saw("batches delivered again");
            calls.trace(() -> "stream: " + (done.size() - from) + " records are delivered again");
            for (int i = done.size() - 1; i >= from; i--) {
                pending.addFirst(done.get(i));
            }
            done.subList(from, done.size()).clear();
        }
    }
}
