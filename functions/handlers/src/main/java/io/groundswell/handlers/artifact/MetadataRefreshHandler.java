package io.groundswell.handlers.artifact;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import io.groundswell.handlers.aws.AwsClients;
import io.groundswell.handlers.aws.Environment;
import io.groundswell.handlers.log.Log;
import io.groundswell.handlers.table.FleetStore;
import io.groundswell.handlers.table.FleetTable;
import java.time.Clock;
import java.util.Map;

/** Daily: signs every fleet's timestamp again, so that no client stops for want of a fresh one. */
public final class MetadataRefreshHandler implements RequestHandler<Map<String, Object>, Map<String, Object>> {

    private final MetadataRefresh refresh;

    public MetadataRefreshHandler() {
        this(System.getenv());
    }

    public MetadataRefreshHandler(Map<String, String> environment) {
        this(refreshIn(new Environment(environment)));
    }

    MetadataRefreshHandler(MetadataRefresh refresh) {
        this.refresh = refresh;
    }

    /** @throws IllegalStateException when a fleet could not be refreshed, after all others were; each is in the log */
    @Override
    public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
        MetadataRefresh.Outcome outcome = refresh.refreshAll();
        Map<String, Object> facts = Map.of("fleets", outcome.fleets(), "failures", outcome.failures(),
                "days_left", outcome.daysLeft());
        Log.info("metadata refreshed", facts);
        if (outcome.failures() > 0) {
            throw new IllegalStateException("metadata of " + outcome.failures() + " of " + outcome.fleets()
                    + " fleets could not be refreshed; the log names them");
        }
        return facts;
    }

    private static MetadataRefresh refreshIn(Environment environment) {
        Clock clock = Clock.systemUTC();
        FleetStore fleets = new FleetStore(new FleetTable(AwsClients.dynamoDb(), environment.text("FLEET_TABLE")));
        FleetRepositories repositories = FleetRepositories.onAws(fleets, AwsClients.s3(),
                environment.text("ARTIFACT_BUCKET"), AwsClients.kms(), clock);
        return new MetadataRefresh(fleets, repositories, environment.text("STACK_NAME"), clock);
    }
}
