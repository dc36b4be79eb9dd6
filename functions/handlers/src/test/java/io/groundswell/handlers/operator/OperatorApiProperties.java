package io.groundswell.handlers.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.handlers.aws.Environment;
import io.groundswell.handlers.aws.PresignedUploads;
import io.groundswell.handlers.http.Route;
import io.groundswell.handlers.table.AuditLog;
import io.groundswell.handlers.table.TestDevices;
import io.groundswell.handlers.testing.AnyRequest;
import io.groundswell.handlers.testing.Api;
import io.groundswell.handlers.testing.Api.Answer;
import io.groundswell.handlers.testing.LocalTables;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

class OperatorApiProperties {

    private static final LocalTables TABLES = LocalTables.create();
    private static final TestDevices DEVICES = new TestDevices(TABLES);
    private static final Map<String, Route> ROUTES = OperatorApiHandler.routes(TABLES.fleet(),
            new AuditLog(TABLES.fleet(), TABLES.auditTable()),
            new PresignedUploads(S3Presigner.builder().region(Region.EU_CENTRAL_1).credentialsProvider(
                    StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret"))).build(), "bucket",
                    Duration.ofHours(1)),
            new Environment(Map.of("REVERSAL_DAYS", "30")), Clock.systemUTC());
    private static final Api API = Api.of(ROUTES);

    static {
        DEVICES.fleet("f");
        DEVICES.enroll("f", "a", "detector");
    }

    @Property(tries = 400, shrinking = ShrinkingMode.BOUNDED)
    @Label("[R35] no request, however wrong, gets a 500 or a status without a sentence, and no refusal writes anything")
    void refusesWithASentence(@ForAll("requests") AnyRequest request) {
        int before = DEVICES.count();

        Answer answer = API.call(request.route(), request.body());

        assertTrue(Set.of(200, 201, 400, 404, 409).contains(answer.status()), () -> request + " was answered " + answer);
        if (answer.status() >= 400) {
            assertTrue(answer.error().length() > 10, answer::error);
            assertEquals(before, DEVICES.count());
        }
    }

    @Provide
    Arbitrary<AnyRequest> requests() {
        return AnyRequest.to(List.copyOf(ROUTES.keySet()));
    }
}
