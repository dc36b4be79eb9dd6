package io.groundswell.handlers.audit;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import io.groundswell.handlers.aws.AwsClients;
import io.groundswell.handlers.aws.Environment;
import io.groundswell.handlers.aws.EvidenceKey;
import io.groundswell.handlers.aws.KeptObjects;
import io.groundswell.handlers.log.Log;
import io.groundswell.handlers.log.Metric;
import io.groundswell.handlers.table.AuditLog;
import io.groundswell.handlers.table.FleetStore;
import io.groundswell.handlers.table.FleetTable;
import java.time.Clock;
import java.util.Map;

/** Daily: anchors the ends of all chains in a bucket that forgets nothing. */
public final class AnchorHandler implements RequestHandler<Map<String, Object>, Map<String, Object>> {

    private static final String COMPLETE = "CompleteAnchorRuns";

    private final Anchoring anchoring;
    private final String stack;
    private final Clock clock = Clock.systemUTC();

    public AnchorHandler() {
        this(System.getenv());
    }

    public AnchorHandler(Map<String, String> variables) {
        Environment environment = new Environment(variables);
        FleetTable table = new FleetTable(AwsClients.dynamoDb(), environment.text("FLEET_TABLE"));
        stack = environment.text("STACK_NAME");
        anchoring = new Anchoring(new FleetStore(table), new AuditLog(table, environment.text("AUDIT_TABLE")),
                new KeptObjects(AwsClients.s3(), environment.text("ANCHOR_BUCKET")),
                new EvidenceKey(AwsClients.kms(), environment.text("EVIDENCE_KEY_ID")), clock);
    }

    /** @throws IllegalStateException when a fleet could not be anchored, after all others were; each is in the log */
    @Override
    public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
        Anchoring.Outcome outcome = anchoring.anchorAll();
        Map<String, Object> facts = Map.of("anchored", outcome.anchored(), "failures", outcome.failed().size());
        Log.info("anchored", facts);
        if (!outcome.failed().isEmpty()) {
            throw new IllegalStateException("fleets " + outcome.failed() + " could not be anchored; the log says why");
        }
        new Metric(COMPLETE, stack, 1).emit(clock.instant());
        return facts;
    }
}
