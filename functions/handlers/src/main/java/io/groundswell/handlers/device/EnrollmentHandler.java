package io.groundswell.handlers.device;

import io.groundswell.handlers.aws.AwsClients;
import io.groundswell.handlers.aws.Environment;
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
        super(routes(new Environment(variables)));
    }

    private static Map<String, Route> routes(Environment environment) {
        Bucket bucket = new Bucket(AwsClients.s3(), environment.text("ARTIFACT_BUCKET"));
        return routes(new FleetTable(AwsClients.dynamoDb(), environment.text("FLEET_TABLE")), bucket,
                new DeviceCa(new CaKey(AwsClients.kms(), environment.text("DEVICE_CA_KEY_ID")),
                        new StoredCa(bucket, environment.text("DEVICE_CA_OBJECT")),
                        environment.days("DEVICE_CERTIFICATE_DAYS"), new SecureRandom()),
                new Enrollment.Welcome(environment.text("DEVICE_API_URL"),
                        environment.seconds("HEARTBEAT_ACTIVE_SECONDS")),
                Clock.systemUTC());
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
