package io.groundswell.handlers.recorder;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import io.groundswell.handlers.aws.Environment;
import io.groundswell.handlers.aws.Surroundings;
import io.groundswell.handlers.device.Retirement;
import io.groundswell.handlers.log.Log;
import io.groundswell.handlers.table.Change;
import io.groundswell.handlers.table.ChainWriter;
import io.groundswell.handlers.table.FleetStore;
import io.groundswell.handlers.table.FleetTable;
import io.groundswell.handlers.table.RolloutStore;
import io.groundswell.handlers.workflow.Executions;
import io.groundswell.handlers.workflow.Waker;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sfn.SfnClient;

/** Entry point of the Recorder: a batch of the fleet table's stream; answers which record to deliver again from. */
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
        RolloutStore rollouts = new RolloutStore(table);
        SfnClient sfn = surroundings.sfn();
        Executions executions = new Executions(sfn, environment.text("STATE_MACHINE_ARN"));
        recorder = new Recorder(new ChainWriter(table, environment.text("AUDIT_TABLE")),
                new FleetStore(table)::lanes,
                new Recorder.Reactions(new Retirement(table, surroundings.clock())::retire,
                        ref -> rollouts.find(ref).filter(rollout -> !rollout.value().isFinal())
                                .ifPresent(rollout -> executions.ensureRunning(ref)),
                        new Waker(rollouts, sfn)::wakeIfNeeded));
    }

    RecorderHandler(Recorder recorder) {
        this.recorder = recorder;
    }

    @Override
    public StreamsEventResponse handleRequest(DynamodbEvent event, Context context) {
        List<Change> changes = event.getRecords().stream().map(StreamRecords::change).toList();
        Recorder.Result result = recorder.record(changes);
        result.failure().ifPresent(failure -> Log.error("recording stopped", failure));
        Log.info("recorded", Map.of("records", changes.size(), "recorded", result.recorded()));
        return new StreamsEventResponse(result.firstUnprocessed()
                .map(sequenceNumber -> List.of(new BatchItemFailure(sequenceNumber))).orElse(List.of()));
    }
}
