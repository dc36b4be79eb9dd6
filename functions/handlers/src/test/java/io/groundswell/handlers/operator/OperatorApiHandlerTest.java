package io.groundswell.handlers.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.groundswell.handlers.aws.Environment;
import io.groundswell.handlers.aws.PresignedUploads;
import io.groundswell.handlers.table.AuditLog;
import io.groundswell.handlers.testing.LocalTables;
import io.groundswell.handlers.testing.Template;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

class OperatorApiHandlerTest {

    private final LocalTables tables = LocalTables.create();

    @Test
    @DisplayName("[R34] the function answers exactly the template's routes, from the template's environment")
    void answersTheTemplatesRoutes() {
        PresignedUploads uploads = new PresignedUploads(
                S3Presigner.builder().region(Region.EU_CENTRAL_1).build(), "bucket", Duration.ofHours(1));
        Set<String> routes = OperatorApiHandler.routes(tables.fleet(), new AuditLog(tables.fleet(), tables.auditTable()),
                uploads, new Environment(Map.of("REVERSAL_DAYS", "30")), Clock.systemUTC()).keySet();

        assertEquals(Template.load().routes("OperatorApi"), new TreeSet<>(routes));
        assertEquals(Set.of("FLEET_TABLE", "AUDIT_TABLE", "ARTIFACT_BUCKET", "UPLOAD_EXPIRY_SECONDS", "REVERSAL_DAYS"),
                Template.load().variables("OperatorApi"));
    }
}
