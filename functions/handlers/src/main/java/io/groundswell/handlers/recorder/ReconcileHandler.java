package io.groundswell.handlers.recorder;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import io.groundswell.handlers.aws.Environment;
import io.groundswell.handlers.aws.KeptObjects;
import io.groundswell.handlers.aws.Surroundings;
import io.groundswell.handlers.http.HttpHandler;
import io.groundswell.handlers.json.Json;
import io.groundswell.handlers.table.AuditLog;
import io.groundswell.handlers.table.ChainWriter;
import io.groundswell.handlers.table.DeviceStore;
import io.groundswell.handlers.table.FleetStore;
import io.groundswell.handlers.table.FleetTable;
import io.groundswell.handlers.table.GroupStore;
import io.groundswell.handlers.table.RecordGaps;
import io.groundswell.handlers.table.RolloutStore;
import io.groundswell.handlers.table.TallyLedger;
import io.groundswell.handlers.table.WorkStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Entry point of the reconciler: on schedule for all fleets, and a route for one. */
public final class ReconcileHandler implements RequestStreamHandler {

    private static final Duration RESERVE = Duration.ofSeconds(60);

    private final HttpHandler routes;
    private final ScheduledReconciliation scheduled;

    public ReconcileHandler() {
        this(System.getenv());
    }

    public ReconcileHandler(Map<String, String> variables) {
        this(variables, Surroundings.AWS);
    }

    public ReconcileHandler(Map<String, String> variables, Surroundings surroundings) {
        Environment environment = new Environment(variables);
        Clock clock = surroundings.clock();
        FleetTable table = surroundings.fleetTable(environment);
        FleetStore fleets = new FleetStore(table);
        String auditTable = environment.text("AUDIT_TABLE");
        AuditLog log = new AuditLog(table, auditTable);
        ChainWriter chain = new ChainWriter(table, auditTable);
        Recorder.Reactions reactions = Recorder.Reactions.of(table, surroundings.sfn(),
                environment.text("STATE_MACHINE_ARN"), clock);
        FailedBatches failed = new FailedBatches(new KeptObjects(surroundings.s3(), environment.text("FAILURE_BUCKET")),
                new Recorder(chain, fleets::lanes, reactions), log, clock);
        Reconciler reconciler = reconciler(table, log, chain, fleets, reactions, clock);
        Grace grace = new Grace(environment.seconds("RECONCILE_GRACE_SECONDS"),
                environment.seconds("RECONCILE_LOST_SECONDS"));
        routes = new HttpHandler(new ReconcileRoutes(fleets, reconciler, failed, grace, clock).routes()) {
        };
        scheduled = new ScheduledReconciliation(fleets, reconciler, failed, grace, environment.text("STACK_NAME"), clock);
    }

    static Reconciler reconciler(FleetTable table, AuditLog log, ChainWriter chain, FleetStore fleets,
            Recorder.Reactions reactions, Clock clock) {
        return new Reconciler(new Reconciler.Parts(new RecordGaps(table, log),
                new GapRepair(chain, fleets::lanes, reactions, clock),
                new TallyRecount(new TallyLedger(table, log), chain, new GroupStore(table), new WorkStore(table), clock),
                new RolloutStore(table), new DeviceStore(table)), fleets::lanes, reactions, clock);
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        byte[] bytes = input.readAllBytes();
        JsonNode event = Json.read(bytes);
        if (event.has("routeKey")) {
            routes.handleRequest(new ByteArrayInputStream(bytes), output, context);
            return;
        }
        Instant deadline = Instant.now().plusMillis(context.getRemainingTimeInMillis());
        output.write(Json.write(scheduled.run(deadline.minus(RESERVE))));
    }
}
