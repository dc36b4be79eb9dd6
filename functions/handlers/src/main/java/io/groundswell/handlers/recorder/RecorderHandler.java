package io.groundswell.handlers.recorder;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import io.groundswell.handlers.aws.Environment;
import io.groundswell.handlers.aws.Surroundings;
import io.groundswell.handlers.log.Log;
import io.groundswell.handlers.table.ChainWriter;
import io.groundswell.handlers.table.FleetStore;
import io.groundswell.handlers.table.FleetTable;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Entry point of the Recorder: a batch of the fleet table's stream; answers which record to deliver again from.
 *
 * <p>A batch that cannot even begin, or that holds a record which is not that of an audited write, fails as a whole,
 * because only then Lambda halves it, which costs no retry: a record that can never be recorded ends up alone, goes to
 * the failure destination alone, and takes no other record with it.
 */
public final class RecorderHandler implements RequestHandler<DynamodbEvent, StreamsEventResponse> {

    private final Recorder recorder;

    public RecorderHandler() {
        this(System.getenv());
    }

    public RecorderHandler(Map<String, String> variables) {
        this(variables, Surroundings.AWS);
    }

    public RecorderHandler(Map<String, String> variables, Surroundings surroundings) {
        Environment environment = new Environment(variables);
        FleetTable table = surroundings.fleetTable(environment);
        recorder = new Recorder(new ChainWriter(table, environment.text("AUDIT_TABLE")), new FleetStore(table)::lanes,
                Recorder.Reactions.of(table, surroundings.sfn(), environment.text("STATE_MACHINE_ARN"), surroundings.clock()));
    }

    RecorderHandler(Recorder recorder) {
        this.recorder = recorder;
    }

    @Override
    public StreamsEventResponse handleRequest(DynamodbEvent event, Context context) {
        Batch batch = Batch.of(event.getRecords());
        Recorder.Result result = recorder.record(batch.changes());
        Optional<String> unprocessed = result.firstUnprocessed().or(batch::firstUnreadable);
        Optional<RuntimeException> failure = result.failure().or(batch::failure);
        if (unprocessed.isPresent() && batch.mustBeHalvedFor(unprocessed.get())) {
            throw new IllegalStateException("record " + unprocessed.get() + " cannot be recorded", failure.orElse(null));
        }
        failure.ifPresent(reason -> Log.error("recording stopped", reason));
        Log.info("recorded", Map.of("records", event.getRecords().size(), "recorded", result.recorded()));
        return new StreamsEventResponse(unprocessed
                .map(sequenceNumber -> List.of(new BatchItemFailure(sequenceNumber))).orElse(List.of()));
    }
}
