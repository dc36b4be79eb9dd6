package io.groundswell.simulation.cloud;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.groundswell.handlers.aws.Surroundings;
import io.groundswell.handlers.device.DeviceApiHandler;
import io.groundswell.handlers.operator.OperatorApiHandler;
import io.groundswell.handlers.recorder.RecorderHandler;
import io.groundswell.handlers.table.FleetTable;
import io.groundswell.handlers.workflow.SweepHandler;
import io.groundswell.handlers.workflow.WorkflowTasksHandler;
import io.groundswell.local.stepfunctions.execution.Executions;
import io.groundswell.local.stepfunctions.execution.JournalDirectory;
import io.groundswell.local.stepfunctions.execution.Limits;
import io.groundswell.local.stepfunctions.execution.StatusChange;
import io.groundswell.simulation.dynamodb.Change;
import io.groundswell.simulation.dynamodb.InMemoryDynamoDb;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Everything between a caller and the tables, put together for one run. */
public final class Cloud {

    /** When every run begins. */
    public static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration INDEX_LAG = Duration.ofSeconds(3);

    private final SimulatedTime time;
    private final Chance chance;
    private final Calls calls;
    private final Blueprint blueprint;
    private final Observer observer;
    private final Functions functions;
    private final InMemoryDynamoDb tables;
    private final Stream stream;
    private final Workflows workflows;
    private final Sweeps sweeps;
    private final Apis apis;
    private final Sightings sightings = new Sightings();
    private boolean indexing;

    public Cloud(Blueprint blueprint, Chance chance, Trace trace, Observer observer) {
        this.blueprint = blueprint;
        this.chance = chance;
        this.observer = observer;
        this.time = new SimulatedTime(START, chance.split());
        this.calls = new Calls(time, chance.split(), trace, sightings);
        this.tables = new InMemoryDynamoDb(blueprint.tables(), this::changed);
        this.functions = new Functions(calls, chance.split(), observer);
        List<Surroundings> surroundings = new ArrayList<>();
        this.sweeps = new Sweeps(time, chance.split(), calls, functions, new Containers<>("Sweep",
                () -> new SweepHandler(blueprint.environment("Sweep"), surroundings.getFirst())), blueprint);
        this.workflows = new Workflows(time, calls, chance.split(), functions, new Containers<>("WorkflowTasks",
                () -> new WorkflowTasksHandler(blueprint.environment("WorkflowTasks"), surroundings.getFirst())));
        Executions executions = Executions.open(blueprint.region(), Limits.AWS, JournalDirectory.none(), workflows, time,
                this::statusChanged, chance.split().generator());
        workflows.run(executions, blueprint.machine());
        surroundings.add(new SimulatedSurroundings(
                new CalledDynamoDb(tables, calls, chance.split(), observer),
                new CalledStepFunctions(executions, blueprint.machine(), calls), time.clock(), calls));
        this.stream = new Stream(time, chance.split(), calls, functions, new Containers<>("Recorder",
                () -> new RecorderHandler(blueprint.environment("Recorder"), surroundings.getFirst())), observer, blueprint);
        this.apis = new Apis(time, chance.split(), calls, functions,
                new Containers<RequestStreamHandler>("OperatorApi",
                        () -> new OperatorApiHandler(blueprint.environment("OperatorApi"), surroundings.getFirst())),
                new Containers<RequestStreamHandler>("DeviceApi",
                        () -> new DeviceApiHandler(blueprint.environment("DeviceApi"), surroundings.getFirst())));
        time.timer(MINUTE, this::minute);
    }

    public SimulatedTime time() {
        return time;
    }

    public Workflows workflows() {
        return workflows;
    }

    public InMemoryDynamoDb tables() {
        return tables;
    }

    /** The fleet table without faults, for what must exist before a run begins. */
    public FleetTable undisturbed() {
        return new FleetTable(tables, blueprint.fleetTable());
    }

    public Answer operator(String actor, String route, Map<String, String> path, Map<String, String> headers, Object body) {
        return apis.operator(actor, route, path, headers, body);
    }

    public Answer device(String pem, String route, Object body) {
        return apis.device(pem, route, body);
    }

    /** From now on calls meet these faults. */
    public void meet(Faults faults) {
        calls.meet(faults);
    }

    /** From now on this happens at times while a slow call of a function is under way. */
    public void meanwhile(Runnable others) {
        calls.meanwhile(others);
    }

    /** Whether nothing is under way and no event that somebody should have had came to nothing. */
    public boolean isAtRest() {
        return time.isAtRest() && !sweeps.isOwed();
    }

    /** What went wrong so far, and how often. */
    public Sightings sightings() {
        return sightings;
    }

    /** How often any function was invoked. */
    public long invocations() {
        return functions.invocations();
    }

    public long step() {
        return calls.step();
    }

    public void trace(Supplier<String> line) {
        calls.trace(line);
    }

    private void statusChanged(StatusChange change) {
        observer.moved(change.execution());
        sweeps.statusChanged(change);
    }

    private void index() {
        indexing = false;
        tables.index();
    }

    private void minute() {
        time.timer(MINUTE, this::minute);
        calls.minute();
        if (chance.hits(calls.faults().stop())) {
            workflows.stopAny();
        }
    }

    private void changed(List<Change> changes) {
        long step = calls.nextStep();
        stream.add(changes);
        if (!indexing) {
            indexing = true;
            time.timer(chance.upTo(INDEX_LAG), this::index);
        }
        observer.changed(calls.current(), changes, step);
    }
}
