package io.groundswell.handlers.recorder;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import io.groundswell.handlers.testing.Invocation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Delivers records as the template's event source mapping does: what a batch reports is tried again from there, a batch
 * that fails as a whole is halved, and what is left when the attempts are used up goes to the failure destination.
 */
final class StreamMapping {

    private static final int ATTEMPTS = 4;

    private final RecorderHandler function;
    private final List<DynamodbStreamRecord> failed = new ArrayList<>();

    StreamMapping(RecorderHandler function) {
        this.function = function;
    }

    private record Piece(List<DynamodbStreamRecord> records, int attempts) {
    }

    /** Delivers a batch until all of it is done with; returns what the failure destination got. */
    List<DynamodbStreamRecord> deliver(List<DynamodbStreamRecord> batch) {
        Deque<Piece> pieces = new ArrayDeque<>(List.of(new Piece(batch, 0)));
        while (!pieces.isEmpty()) {
            Piece piece = pieces.pop();
            try {
                retryFrom(pieces, piece, invoke(piece.records()));
            } catch (RuntimeException whole) {
                halve(pieces, piece);
            }
        }
        return List.copyOf(failed);
    }

    private StreamsEventResponse invoke(List<DynamodbStreamRecord> records) {
        DynamodbEvent event = new DynamodbEvent();
        event.setRecords(records);
        return function.handleRequest(event, new Invocation());
    }

    private void retryFrom(Deque<Piece> pieces, Piece piece, StreamsEventResponse response) {
        response.getBatchItemFailures().stream().findFirst().ifPresent(failure -> {
            List<DynamodbStreamRecord> rest = piece.records().stream().dropWhile(record ->
                    !record.getDynamodb().getSequenceNumber().equals(failure.getItemIdentifier())).toList();
            again(pieces, new Piece(rest, piece.attempts() + 1));
        });
    }

    private void halve(Deque<Piece> pieces, Piece piece) {
        int middle = piece.records().size() / 2;
        if (middle == 0) {
            again(pieces, new Piece(piece.records(), piece.attempts() + 1));
        } else {
            pieces.push(new Piece(piece.records().subList(middle, piece.records().size()), piece.attempts()));
            pieces.push(new Piece(piece.records().subList(0, middle), piece.attempts()));
        }
    }

    private void again(Deque<Piece> pieces, Piece rest) {
        if (rest.attempts() < ATTEMPTS) {
            pieces.push(rest);
        } else {
            failed.addAll(rest.records());
        }
    }
}
