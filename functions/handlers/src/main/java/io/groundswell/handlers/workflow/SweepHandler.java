package io.groundswell.handlers.workflow;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.fasterxml.jackson.databind.JsonNode;
import io.groundswell.domain.name.RolloutRef;
import io.groundswell.handlers.aws.Environment;
import io.groundswell.handlers.aws.Surroundings;
import io.groundswell.handlers.json.Json;
import io.groundswell.handlers.log.Log;
import io.groundswell.handlers.table.FleetStore;
import io.groundswell.handlers.table.FleetTable;
import io.groundswell.handlers.table.RolloutStore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.sfn.SfnClient;

/**
 * The sweep, on schedule for every fleet, and at once for the rollout of an execution that stopped.
 *
 * <p>One fleet's failure does not keep the others from being swept; it fails the invocation at the end, so that it is
 * retried and alarmed. The event is read as a map: EventBridge Scheduler sends {@code detail} as text, EventBridge as an
 * object, and the events library knows only the latter.
 */
public final class SweepHandler implements RequestHandler<Map<String, Object>, Map<String, Object>> {

    private final Sweep sweep;
    private final FleetStore fleets;

    public SweepHandler() {
        this(System.getenv());
    }

    public SweepHandler(Map<String, String> variables) {
        this(variables, Surroundings.AWS);
    }

    public SweepHandler(Map<String, String> variables, Surroundings surroundings) {
        Environment environment = new Environment(variables);
        FleetTable table = surroundings.fleetTable(environment);
        SfnClient sfn = surroundings.sfn();
        RolloutStore rollouts = new RolloutStore(table);
        sweep = new Sweep(rollouts, new Executions(sfn, environment.text("STATE_MACHINE_ARN")),
                new Waker(rollouts, sfn), surroundings.clock());
        fleets = new FleetStore(table);
    }

    @Override
    public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
        Optional<RolloutRef> stopped = stoppedRollout(event);
        if (stopped.isPresent()) {
            sweep.rollout(stopped.get());
            Log.info("swept", Map.of("rollout", stopped.get().id()));
            return Map.of("rollout", stopped.get().id());
        }
        int swept = sweepAll();
        Log.info("swept", Map.of("fleets", swept));
        return Map.of("fleets", swept);
    }

    private int sweepAll() {
        List<String> names = new ArrayList<>();
        fleets.forEachName(names::add);
        List<String> failed = new ArrayList<>();
        for (String fleet : names) {
            try {
                sweep.fleet(fleet);
            } catch (RuntimeException failure) {
                Log.error("sweep of fleet " + fleet + " failed", failure);
                failed.add(fleet);
            }
        }
        if (!failed.isEmpty()) {
            throw new IllegalStateException("the sweep failed for fleets " + failed + "; see the errors above");
        }
        return names.size();
    }

    /** The rollout of a status-change event; empty for a schedule, or when the event left its input out. */
    private static Optional<RolloutRef> stoppedRollout(Map<String, Object> event) {
        if (!(event.get("detail") instanceof Map<?, ?> detail) || !(detail.get("input") instanceof String text)) {
            return Optional.empty();
        }
        JsonNode rollout = Json.read(text.getBytes(StandardCharsets.UTF_8));
        return Optional.of(new RolloutRef(rollout.path("fleet").asText(), rollout.path("rollout").asText()));
    }
}
