package io.groundswell.handlers.artifact;

import io.groundswell.handlers.aws.AwsClients;
import io.groundswell.handlers.aws.Environment;
import io.groundswell.handlers.aws.KmsKeys;
import io.groundswell.handlers.aws.UploadedObjects;
import io.groundswell.handlers.http.HttpHandler;
import io.groundswell.handlers.http.Route;
import io.groundswell.handlers.table.ArtifactStore;
import io.groundswell.handlers.table.FleetStore;
import io.groundswell.handlers.table.FleetTable;
import java.time.Clock;
import java.util.Map;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3Client;

/** Creates fleets, takes in offline-signed metadata and publishes artifacts; holds the fleets' signing keys. */
public final class PublisherHandler extends HttpHandler {

    public PublisherHandler() {
        this(System.getenv());
    }

    public PublisherHandler(Map<String, String> environment) {
        super(routes(new Environment(environment)));
    }

    private static Map<String, Route> routes(Environment environment) {
        Clock clock = Clock.systemUTC();
        S3Client s3 = AwsClients.s3();
        KmsClient kms = AwsClients.kms();
        String bucket = environment.text("ARTIFACT_BUCKET");
        FleetTable table = new FleetTable(AwsClients.dynamoDb(), environment.text("FLEET_TABLE"));
        FleetStore fleets = new FleetStore(table);
        FleetRepositories repositories = FleetRepositories.onAws(fleets, s3, bucket, kms, clock);
        return new PublisherRoutes(fleets,
                new FleetFounding(fleets, repositories, new KmsKeys(kms, environment.text("STACK_NAME")), clock),
                new Publication(new ArtifactStore(table), repositories, new UploadedObjects(s3, bucket), clock))
                .routes();
    }
}
