package io.groundswell.handlers.device;

import io.groundswell.handlers.aws.AwsClients;
import io.groundswell.handlers.aws.Environment;
import io.groundswell.handlers.aws.Surroundings;
import io.groundswell.handlers.http.HttpHandler;
import io.groundswell.handlers.http.Route;
import io.groundswell.handlers.table.DeviceStore;
import io.groundswell.handlers.table.FleetTable;
import io.groundswell.handlers.table.TokenStore;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;

/** Issues and renews device certificates; the only holder of the device CA's key. */
public final class EnrollmentHandler extends HttpHandler {

    public EnrollmentHandler() {
        this(System.getenv());
    }

    public EnrollmentHandler(Map<String, String> variables) {
        this(variables, Surroundings.AWS);
    }

    public EnrollmentHandler(Map<String, String> variables, Surroundings surroundings) {
        super(routes(new Environment(variables), surroundings));
    }

    private static Map<String, Route> routes(Environment environment, Surroundings surroundings) {
        Bucket bucket = new Bucket(surroundings.s3(), environment.text("ARTIFACT_BUCKET"));
        return routes(surroundings.fleetTable(environment), bucket,
                new DeviceCa(new CaKey(AwsClients.kms(), environment.text("DEVICE_CA_KEY_ID")),
                        new StoredCa(bucket, environment.text("DEVICE_CA_OBJECT")),
                        environment.days("DEVICE_CERTIFICATE_DAYS"), new SecureRandom()),
                new Enrollment.Welcome(environment.text("DEVICE_API_URL"),
                        environment.seconds("HEARTBEAT_ACTIVE_SECONDS")),
                surroundings.clock());
    }

    static Map<String, Route> routes(FleetTable table, Bucket bucket, DeviceCa ca, Enrollment.Welcome welcome,
            Clock clock) {
        DeviceStore devices = new DeviceStore(table);
        return Map.of(
                "POST /enroll", new Enrollment(new TokenStore(table), devices, new Retirement(table, clock), ca,
                        new RootMetadata(bucket), welcome, clock)::enroll,
                "POST /device/certificate", new Renewal(devices, new DeviceIdentity(devices), ca, clock)::renew);
    }
}
