package io.groundswell.cli.intruders;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.agent.identity.Certificates;
import io.groundswell.cli.api.Caller;
import io.groundswell.cli.api.OperatorApi;
import io.groundswell.local.LocalCloud;
import io.groundswell.local.LocalOptions;
import io.groundswell.local.iam.AccessKey;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.MessageType;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;
import software.amazon.awssdk.services.s3.S3Client;

/** The stack under attack: two fleets that have nothing to do with each other, and the owner's view of everything. */
final class Site implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    final CapturedLog log;
    final LocalCloud cloud;
    final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    final List<X509Certificate> serverCas;
    final Wire operators;
    final DynamoDbClient dynamo;
    final S3Client s3;
    final KmsClient kms;
    final Ground alpha;
    final Ground beta;

    private Site(Path folder) throws Exception {
        log = CapturedLog.begin();
        cloud = LocalCloud.start(LocalOptions.of(Routes.TEMPLATE).withoutSchedules());
        serverCas = Certificates.parse(Files.readString(cloud.endpoints().caPem()));
        operators = Wire.plain(cloud.endpoints().operatorApi());
        var owner = StaticCredentialsProvider.create(AwsBasicCredentials.create(cloud.owner().id(), cloud.owner().secret()));
        var aws = cloud.endpoints().aws();
        Region region = Region.of(cloud.endpoints().region());
        dynamo = DynamoDbClient.builder().endpointOverride(aws).region(region).credentialsProvider(owner).build();
        s3 = S3Client.builder().endpointOverride(aws).region(region).credentialsProvider(owner).forcePathStyle(true).build();
        kms = KmsClient.builder().endpointOverride(aws).region(region).credentialsProvider(owner).build();
        alpha = new Ground(this, "alpha", folder.resolve("alpha"));
        beta = new Ground(this, "beta", folder.resolve("beta"));
        awaitParked(alpha);
        awaitParked(beta);
        settled();
    }

    static Site open(Path folder) throws Exception {
        return new Site(folder);
    }

    AccessKey user(String name) {
        return cloud.users().get(name);
    }

    OperatorApi as(String name) {
        AccessKey key = user(name);
        return new OperatorApi(http, cloud.endpoints().operatorApi(),
                new Caller(key.id(), key.secret(), Optional.empty(), cloud.endpoints().region()));
    }

    /** A call that a user signs. */
    Reply operator(String user, Call call) {
        return operators.send(Signature.by(user(user)).sign(operators.server(), call));
    }

    Reply device(Certified shown, Call call) {
        return devices(shown.tls(serverCas)).send(call);
    }

    Wire devices(SSLContext tls) {
        return new Wire(cloud.endpoints().deviceApi(), Optional.of(tls));
    }

    /** Signs as the device CA does, with its key in the key service. */
    Forgery.Authority deviceCa() {
        String key = cloud.attribute("DeviceCaKey", "Ref");
        return content -> kms.sign(sign -> sign.keyId(key).messageType(MessageType.DIGEST)
                .message(SdkBytes.fromByteArray(Forgery.sha256(content)))
                .signingAlgorithm(SigningAlgorithmSpec.ECDSA_SHA_256)).signature().asByteArray();
    }

    Snapshot snapshot() {
        return Snapshot.of(dynamo, s3, cloud.attribute("FleetTable", "Ref"), cloud.attribute("AuditTable", "Ref"),
                cloud.attribute("ArtifactBucket", "Ref"));
    }

    /** The execution writes its wait, which no event tells of, after everything else that opening the rollout brings. */
    private void awaitParked(Ground ground) {
        Map<String, AttributeValue> wait = Map.of("PK", AttributeValue.fromS("ROLLOUT#" + ground.name + "#" + ground.rollout),
                "SK", AttributeValue.fromS("WAIT"));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!dynamo.getItem(get -> get.tableName(cloud.attribute("FleetTable", "Ref")).key(wait).consistentRead(true)).hasItem()) {
            assertTrue(System.nanoTime() < deadline, () -> ground.name + "'s rollout does not wait for approval");
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    /** Everything on record once the stream has nothing left. */
    Snapshot settled() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Snapshot now = snapshot();
            if (now.isSettled() && now.equals(snapshot())) {
                return now;
            }
            assertTrue(System.nanoTime() < deadline, () -> "the stream is not done: " + now.revisions() + " audited writes, "
                    + now.events().size() + " events");
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    /** Runs an attack that must leave neither table nor the bucket changed. */
    void withoutTrace(Runnable attack) {
        Snapshot before = settled();
        attack.run();
        Snapshot after = snapshot();
        assertEquals(List.of(), before.differences(after));
    }

    @Override
    public void close() {
        dynamo.close();
        s3.close();
        kms.close();
        http.close();
        cloud.close();
        log.close();
    }
}
