package io.groundswell.handlers.audit;

import io.groundswell.handlers.aws.AwsClients;
import io.groundswell.handlers.aws.Environment;
import io.groundswell.handlers.aws.EvidenceKey;
import io.groundswell.handlers.aws.KeptObjects;
import io.groundswell.handlers.aws.ObjectWriter;
import io.groundswell.handlers.aws.PresignedDownloads;
import io.groundswell.handlers.http.HttpHandler;
import io.groundswell.handlers.http.Route;
import io.groundswell.handlers.table.AuditLog;
import io.groundswell.handlers.table.FleetStore;
import io.groundswell.handlers.table.FleetTable;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.services.s3.S3Client;

/** Writes signed exports of the audit log and tells the keys that verify them. */
public final class AuditExportHandler extends HttpHandler {

    private static final Duration DOWNLOAD = Duration.ofMinutes(15);

    public AuditExportHandler() {
        this(System.getenv());
    }

    public AuditExportHandler(Map<String, String> environment) {
        super(routes(new Environment(environment)));
    }

    private static Map<String, Route> routes(Environment environment) {
        Clock clock = Clock.systemUTC();
        S3Client s3 = AwsClients.s3();
        String bucket = environment.text("ARTIFACT_BUCKET");
        FleetTable table = new FleetTable(AwsClients.dynamoDb(), environment.text("FLEET_TABLE"));
        EvidenceKey evidence = new EvidenceKey(AwsClients.kms(), environment.text("EVIDENCE_KEY_ID"));
        AuditExport export = new AuditExport(new AuditLog(table, environment.text("AUDIT_TABLE")),
                (key, state) -> state.map(from -> new ObjectWriter(s3, bucket, key, from))
                        .orElseGet(() -> new ObjectWriter(s3, bucket, key)),
                new ExportStore(new KeptObjects(s3, bucket)), evidence, clock);
        PresignedDownloads downloads = new PresignedDownloads(AwsClients.s3Presigner(), bucket, DOWNLOAD);
        return new ExportRoutes(new FleetStore(table), export, downloads, evidence, clock).routes();
    }
}
