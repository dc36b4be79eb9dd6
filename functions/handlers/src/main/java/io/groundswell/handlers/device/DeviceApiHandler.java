package io.groundswell.handlers.device;

import io.groundswell.handlers.aws.Environment;
import io.groundswell.handlers.aws.PresignedDownloads;
import io.groundswell.handlers.aws.Surroundings;
import io.groundswell.handlers.http.HttpHandler;
import io.groundswell.handlers.http.Route;
import io.groundswell.handlers.table.DeviceStore;
import io.groundswell.handlers.table.FleetTable;
import io.groundswell.handlers.table.RolloutStore;
import io.groundswell.handlers.table.WorkStore;
import java.time.Clock;
import java.util.Map;

/** What an enrolled device calls over mutual TLS, but the renewal of its certificate. */
public final class DeviceApiHandler extends HttpHandler {

    public DeviceApiHandler() {
        this(System.getenv());
    }

    public DeviceApiHandler(Map<String, String> variables) {
        this(variables, Surroundings.AWS);
    }

    public DeviceApiHandler(Map<String, String> variables, Surroundings surroundings) {
        super(routes(new Environment(variables), surroundings));
    }

    private static Map<String, Route> routes(Environment environment, Surroundings surroundings) {
        String bucket = environment.text("ARTIFACT_BUCKET");
        return routes(surroundings.fleetTable(environment),
                new Bucket(surroundings.s3(), bucket),
                new PresignedDownloads(surroundings.s3Presigner(), bucket, environment.seconds("DOWNLOAD_EXPIRY_SECONDS")),
                new Heartbeat.Intervals(environment.seconds("HEARTBEAT_ACTIVE_SECONDS"),
                        environment.seconds("HEARTBEAT_IDLE_SECONDS")),
                surroundings.clock());
    }

    static Map<String, Route> routes(FleetTable table, Bucket bucket, PresignedDownloads presigned,
            Heartbeat.Intervals intervals, Clock clock) {
        DeviceStore devices = new DeviceStore(table);
        RolloutStore rollouts = new RolloutStore(table);
        DeviceIdentity identity = new DeviceIdentity(devices);
        ActiveRollouts index = new ActiveRollouts(rollouts, clock);
        Downloads downloads = new Downloads(bucket, presigned, identity, clock);
        return Map.of(
                "POST /device/register", new Registration(devices, identity, clock)::register,
                "POST /device/heartbeat",
                new Heartbeat(devices, index, identity, intervals, clock)::beat,
                "POST /device/reports", new Reports(devices, new WorkStore(table), index, identity, clock)::report,
                "GET /device/tuf/{file}", downloads::metadata,
                "GET /device/targets/{path+}", downloads::target);
    }
}
