package io.groundswell.handlers.operator;

import io.groundswell.handlers.artifact.ArtifactRoutes;
import io.groundswell.handlers.audit.AuditRoutes;
import io.groundswell.handlers.aws.Environment;
import io.groundswell.handlers.aws.PresignedUploads;
import io.groundswell.handlers.aws.Surroundings;
import io.groundswell.handlers.device.DeviceRoutes;
import io.groundswell.handlers.device.TokenRoutes;
import io.groundswell.handlers.fleet.FleetRoutes;
import io.groundswell.handlers.group.GroupRoutes;
import io.groundswell.handlers.http.HttpHandler;
import io.groundswell.handlers.http.Route;
import io.groundswell.handlers.rollout.RolloutRoutes;
import io.groundswell.handlers.rollout.RolloutStores;
import io.groundswell.handlers.table.ArtifactStore;
import io.groundswell.handlers.table.AuditLog;
import io.groundswell.handlers.table.FleetStore;
import io.groundswell.handlers.table.FleetTable;
import io.groundswell.handlers.table.GroupMembers;
import io.groundswell.handlers.table.GroupStore;
import io.groundswell.handlers.table.RolloutStore;
import io.groundswell.handlers.table.TokenStore;
import io.groundswell.handlers.table.WorkStore;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Answers the operator routes that need no signing key. */
public final class OperatorApiHandler extends HttpHandler {

    public OperatorApiHandler() {
        this(System.getenv());
    }

    public OperatorApiHandler(Map<String, String> environment) {
        this(environment, Surroundings.AWS);
    }

    public OperatorApiHandler(Map<String, String> environment, Surroundings surroundings) {
        super(routes(new Environment(environment), surroundings));
    }

    private static Map<String, Route> routes(Environment environment, Surroundings surroundings) {
        FleetTable table = surroundings.fleetTable(environment);
        PresignedUploads uploads = new PresignedUploads(surroundings.s3Presigner(), environment.text("ARTIFACT_BUCKET"),
                environment.seconds("UPLOAD_EXPIRY_SECONDS"));
        return routes(table, new AuditLog(table, environment.text("AUDIT_TABLE")), uploads, environment,
                surroundings.clock());
    }

    /** Every feature's routes over shared stores. */
    static Map<String, Route> routes(FleetTable table, AuditLog log, PresignedUploads uploads, Environment environment,
            Clock clock) {
        FleetStore fleets = new FleetStore(table);
        ArtifactStore artifacts = new ArtifactStore(table);
        GroupStore groups = new GroupStore(table);
        RolloutStores rollouts =
                new RolloutStores(fleets, artifacts, groups, new RolloutStore(table), new WorkStore(table));
        return union(List.of(
                new FleetRoutes(fleets).routes(),
                new GroupRoutes(fleets, groups, new GroupMembers(table, groups), clock).routes(),
                new ArtifactRoutes(fleets, artifacts, uploads, clock).routes(),
                new TokenRoutes(fleets, new TokenStore(table), new SecureRandom(), clock).routes(),
                new DeviceRoutes(fleets, table, log, clock).routes(),
                new AuditRoutes(fleets, artifacts, log).routes(),
                new RolloutRoutes(rollouts, environment.days("REVERSAL_DAYS"), clock).routes()));
    }

    private static Map<String, Route> union(List<Map<String, Route>> features) {
        Map<String, Route> all = new HashMap<>();
        features.forEach(routes -> routes.forEach((key, route) -> {
            if (all.put(key, route) != null) {
                throw new IllegalStateException("two features claim the route " + key);
            }
        }));
        return all;
    }
}
