package io.groundswell.simulation.cloud;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundswell.handlers.workflow.SweepHandler;
import io.groundswell.local.events.EventPattern;
import io.groundswell.local.stepfunctions.execution.StatusChange;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What invokes the sweep: the schedule, and executions that stopped. Both are asynchronous, tried three times. */
final class Sweeps {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ATTEMPTS = 3;
    private static final Duration DELIVERY = Duration.ofSeconds(2);

    private final SimulatedTime time;
    private final Chance chance;
    private final Calls calls;
    private final Functions functions;
    private final Containers<SweepHandler> containers;
    private final EventPattern stopped;
    private final Duration period;
    private long lost;
    private long madeUpFor;

    Sweeps(SimulatedTime time, Chance chance, Calls calls, Functions functions, Containers<SweepHandler> containers,
            Blueprint blueprint) {
        this.time = time;
        this.chance = chance;
        this.calls = calls;
        this.functions = functions;
        this.containers = containers;
        this.stopped = blueprint.stopped();
        this.period = blueprint.sweepPeriod();
        time.timer(period, this::fire);
    }

    /** Whether an event came to nothing that only the next scheduled sweep makes up for. */
    boolean isOwed() {
        return lost > madeUpFor;
    }

    void statusChanged(StatusChange change) {
        ObjectNode event = JSON.createObjectNode();
        event.put("source", StatusChange.SOURCE);
        event.put("detail-type", StatusChange.DETAIL_TYPE);
        event.set("detail", JSON.valueToTree(change.detail()));
        if (!stopped.matches(event)) {
            return;
        }
        calls.saw("executions ended by " + change.execution().error().orElse("nothing"));
        calls.trace(() -> "execution " + change.execution().opening().name() + " is " + change.execution().status()
                + change.execution().error().map(error -> ": " + error).orElse(""));
        if (chance.hits(calls.faults().lostEvent())) {
            lost++;
            calls.saw("events lost");
        } else {
            Map<String, Object> detail = Map.of("input", change.execution().opening().input());
            time.work(chance.upTo(DELIVERY), () -> attempt(Map.of("detail", detail), 1, false));
        }
    }

    private void fire() {
        time.timer(period, this::fire);
        attempt(Map.of("detail", "{}"), 1, true);
    }

    private void attempt(Map<String, Object> event, int attempt, boolean scheduled) {
        long lostBefore = lost;
        if (swept(event)) {
            madeUpFor = scheduled ? lostBefore : madeUpFor;
        } else if (attempt < ATTEMPTS) {
            time.work(Duration.ofMinutes(attempt), () -> attempt(event, attempt + 1, scheduled));
        } else {
            lost++;
        }
    }

    private boolean swept(Map<String, Object> event) {
        if (calls.isInvocationLost()) {
            return false;
        }
        try {
            functions.invoke(containers, event::toString, Optional.empty(),
                    (handler, invocation) -> handler.handleRequest(event, new FunctionContext("Sweep")));
            return true;
        } catch (ContainerDied | RuntimeException failed) {
            return false;
        }
    }
}
