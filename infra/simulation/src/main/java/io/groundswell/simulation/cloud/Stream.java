package io.groundswell.simulation.cloud;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import io.groundswell.handlers.recorder.RecorderHandler;
import io.groundswell.local.events.EventPattern;
import io.groundswell.simulation.dynamodb.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The fleet table's stream: changes of one partition stay in order, and what the mapping filters out is dropped. */
final class Stream {

    private static final int MOST_SHARDS = 3;

    private final Calls calls;
    private final Functions functions;
    private final Containers<RecorderHandler> recorders;
    private final Observer observer;
    private final String table;
    private final List<EventPattern> filters;
    private final List<Shard> shards = new ArrayList<>();
    private long written;

    Stream(SimulatedTime time, Chance chance, Calls calls, Functions functions, Containers<RecorderHandler> recorders,
            Observer observer, Blueprint blueprint) {
        this.calls = calls;
        this.functions = functions;
        this.recorders = recorders;
        this.observer = observer;
        this.table = blueprint.fleetTable();
        this.filters = blueprint.filters();
        int count = chance.from(1, MOST_SHARDS);
        for (int i = 0; i < count; i++) {
            shards.add(new Shard(time, chance.split(), calls, this::record, blueprint));
        }
    }

    void add(List<Change> changes) {
        for (Change change : changes) {
            StreamedRecord record = new StreamedRecord("%021d".formatted(++written), change);
            if (change.table().equals(table) && filters.stream().anyMatch(filter -> filter.matches(record.json()))) {
                shards.get(Math.floorMod(change.key().pk().hashCode(), shards.size())).add(record);
            }
        }
    }

    /** Empty when the function failed as a whole, else the first record that is not done, if any. */
    private Optional<Optional<String>> record(List<StreamedRecord> batch) {
        try {
            StreamsEventResponse answer = functions.invoke(recorders, () -> shown(batch),
                    Optional.of(() -> recordAgain(batch)),
                    (handler, invocation) -> recorded(handler, invocation, batch));
            return Optional.of(answer.getBatchItemFailures().stream().findFirst()
                    .map(StreamsEventResponse.BatchItemFailure::getItemIdentifier));
        } catch (ContainerDied | RuntimeException failed) {
            return Optional.empty();
        }
    }

    private StreamsEventResponse recorded(RecorderHandler handler, Invocation invocation, List<StreamedRecord> batch) {
        StreamsEventResponse answer = handler.handleRequest(event(batch), new FunctionContext("Recorder"));
        if (!answer.getBatchItemFailures().isEmpty()) {
            observer.failed(invocation, "record " + answer.getBatchItemFailures().getFirst().getItemIdentifier()
                    + " is not done");
        }
        return answer;
    }

    /** The platform believes an environment dead that is not: both work on the same batch, nobody waits for this one. */
    private void recordAgain(List<StreamedRecord> batch) {
        calls.trace(() -> "the same batch once more, beside the first");
        record(batch);
    }

    private static DynamodbEvent event(List<StreamedRecord> batch) {
        DynamodbEvent event = new DynamodbEvent();
        event.setRecords(batch.stream().map(StreamedRecord::record).toList());
        return event;
    }

    private static String shown(List<StreamedRecord> batch) {
        return batch.stream().map(record -> record.change().key().pk() + "/" + record.change().key().sk() + " rev "
                + record.change().after().get("rev").n()).toList().toString();
    }
}
