package io.groundswell.local.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundswell.local.lambda.FunctionInvoker;
import io.groundswell.local.lambda.InvocationResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Delivers one batch of stream records in order until all of it is done with, as Lambda's event source mappings do.
 *
 * <p>Where the function reports item failures, everything before the first of them is done and the rest is tried again.
 * Where it fails as a whole, the batch is halved if the mapping says so, which is no retry, else tried again after a pause
 * that doubles up to a bound. When the retries are used up, what is left goes to the failure destination and counts as done.
 */
final class BatchDelivery {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final int DOUBLINGS = 6;

    /** Hears how far the batch is done with. */
    @FunctionalInterface
    interface Progress {
        void doneUpTo(String sequenceNumber);
    }

    /** A run of records still to deliver. */
    private record Piece(List<StreamRecord> records, int failures) {

        Piece from(int index) {
            return new Piece(records.subList(index, records.size()), failures + 1);
        }

        String last() {
            return records.getLast().sequenceNumber();
        }
    }

    private final StreamMapping mapping;
    private final FunctionInvoker functions;
    private final Optional<FailureDestination> destination;
    private final Pause pause;

    BatchDelivery(StreamMapping mapping, FunctionInvoker functions, Optional<FailureDestination> destination, Pause pause) {
        this.mapping = mapping;
        this.functions = functions;
        this.destination = destination;
        this.pause = pause;
    }

    /** Returns true when the batch is done with, false when it was left unfinished because everything is shutting down. */
    boolean deliver(String shardId, List<StreamRecord> batch, Progress progress) {
        Deque<Piece> pieces = new ArrayDeque<>();
        pieces.push(new Piece(batch, 0));
        while (!pieces.isEmpty()) {
            Piece piece = pieces.pop();
            InvocationResult result = functions.invoke(mapping.functionArn(), event(piece.records()), FunctionInvoker.MOST_PATIENT);
            OptionalInt failedAt = BatchResponse.firstFailure(result, piece.records(), mapping.reportsItemFailures());
            if (failedAt.isEmpty()) {
                progress.doneUpTo(piece.last());
            } else if (!failed(shardId, pieces, piece, failedAt.getAsInt(), result, progress)) {
                return false;
            }
        }
        return true;
    }

    private boolean failed(
            String shardId, Deque<Piece> pieces, Piece piece, int failedAt, InvocationResult result, Progress progress) {
        boolean partly = result instanceof InvocationResult.Returned;
        if (failedAt > 0) {
            progress.doneUpTo(piece.records().get(failedAt - 1).sequenceNumber());
        }
        if (!partly && mapping.bisect() && piece.records().size() > 1) {
            int middle = piece.records().size() / 2;
            pieces.push(new Piece(piece.records().subList(middle, piece.records().size()), piece.failures()));
            pieces.push(new Piece(piece.records().subList(0, middle), piece.failures()));
            return pause.pause(Duration.ZERO);
        }
        Piece rest = piece.from(failedAt);
        if (rest.failures() > mapping.retries()) {
            String payload = new String(event(rest.records()), StandardCharsets.UTF_8);
            destination.ifPresent(kept -> kept.keep(
                    shardId, InvocationRecord.of(mapping, shardId, rest.records(), rest.failures(), result, payload)));
            progress.doneUpTo(rest.last());
            return true;
        }
        pieces.push(rest);
        return pause.pause(backoff(rest.failures()));
    }

    private static Duration backoff(int failures) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, DOUBLINGS));
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }

    private static byte[] event(List<StreamRecord> records) {
        ObjectNode event = JSON.createObjectNode();
        ArrayNode list = event.putArray("Records");
        records.forEach(record -> list.add(record.json()));
        try {
            return JSON.writeValueAsBytes(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts and numbers can always be written", e);
        }
    }
}
