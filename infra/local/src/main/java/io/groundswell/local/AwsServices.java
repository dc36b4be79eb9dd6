package io.groundswell.local;

import io.groundswell.local.aws.AwsEndpoint;
import io.groundswell.local.dynamodb.DynamoDb;
import io.groundswell.local.events.EventBus;
import io.groundswell.local.http.CallerCheck;
import io.groundswell.local.iam.Account;
import io.groundswell.local.iam.Credentials;
import io.groundswell.local.iam.SigV4;
import io.groundswell.local.kms.Kms;
import io.groundswell.local.lambda.FunctionInvoker;
import io.groundswell.local.s3.S3;
import io.groundswell.local.stepfunctions.MachineSource;
import io.groundswell.local.stepfunctions.Settings;
import io.groundswell.local.stepfunctions.StepFunctions;
import io.groundswell.local.stepfunctions.execution.StatusChange;
import io.groundswell.local.stepfunctions.execution.WallClock;
import io.groundswell.local.template.Bucket;
import io.groundswell.local.template.SigningKey;
import io.groundswell.local.template.StackIdentity;
import io.groundswell.local.template.Table;
import java.net.URI;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.s3.S3Client;

/** DynamoDB, S3, KMS and Step Functions behind one endpoint, and LocalCloud's own clients of them. */
final class AwsServices implements AutoCloseable {

    private final Shutdown shutdown;
    private final Clock clock;
    private final Credentials credentials;
    private final DynamoDb dynamoDb;
    private final S3 buckets;
    private final Kms kms;
    private final StepFunctions stepFunctions;
    private final AwsEndpoint endpoint;
    private final S3Client s3;
    private final DynamoDbStreamsClient streams;

    private AwsServices(StackIdentity stack, List<MachineSource> machines, FunctionInvoker functions, EventBus bus, LocalOptions options, DataDirectory data,
            Shutdown shutdown) {
        this.shutdown = shutdown;
        this.clock = options.clock();
        Account account = stack.account();
        this.credentials = data.kept(".").map(root -> Credentials.in(root, account)).orElseGet(() -> Credentials.inMemory(account));
        WallClock time = shutdown.add(new WallClock(clock));
        this.stepFunctions = shutdown.add(StepFunctions.open(settings(account, data), machines, new TaskFunctions(functions), time,
                change -> publish(change, bus)));
        this.dynamoDb = shutdown.add(data.kept("dynamodb").map(folder -> DynamoDb.in(folder, account)).orElseGet(() -> DynamoDb.inMemory(account)));
        this.buckets = shutdown.add(data.kept("s3").map(S3::in).orElseGet(S3::inMemory));
        this.kms = data.kept("kms").map(folder -> Kms.in(folder, account, clock)).orElseGet(() -> Kms.inMemory(account, clock));
        this.endpoint = shutdown.add(endpoint(options.awsPort(), account));
        AwsCredentialsProvider owner = StaticCredentialsProvider.create(AwsBasicCredentials.create(credentials.owner().id(), credentials.owner().secret()));
        this.s3 = shutdown.add(S3Client.builder().endpointOverride(endpoint.uri()).region(Region.of(account.region()))
                .credentialsProvider(owner).httpClient(UrlConnectionHttpClient.create()).build());
        this.streams = shutdown.add(DynamoDbStreamsClient.builder().endpointOverride(dynamoDb.endpoint()).region(Region.of(account.region()))
                .credentialsProvider(owner).httpClient(UrlConnectionHttpClient.create()).build());
    }

    static AwsServices start(StackIdentity stack, List<MachineSource> machines, FunctionInvoker functions, EventBus bus, LocalOptions options, DataDirectory data) {
        Shutdown shutdown = new Shutdown();
        try {
            return new AwsServices(stack, machines, functions, bus, options, data, shutdown);
        } catch (RuntimeException e) {
            shutdown.close();
            throw e;
        }
    }

    Credentials credentials() {
        return credentials;
    }

    /** Who may call the operator API. */
    CallerCheck callers() {
        return new SignedCallers(new SigV4(credentials, clock));
    }

    /** Where every service is, for signed requests. */
    URI endpoint() {
        return endpoint.uri();
    }

    /** Where DynamoDB is without a detour. */
    URI dynamoDb() {
        return dynamoDb.endpoint();
    }

    S3Client s3() {
        return s3;
    }

    DynamoDbStreamsClient streams() {
        return streams;
    }

    /** Lets executions go on that a restart interrupted. */
    void resume() {
        stepFunctions.resume();
    }

    /** The object at an {@code s3://bucket/key} address. */
    byte[] object(String uri) {
        URI address = URI.create(uri);
        if (!"s3".equals(address.getScheme())) {
            throw new StartRefused("expected an s3://bucket/key address, found " + uri);
        }
        return s3.getObjectAsBytes(request -> request.bucket(address.getHost()).key(address.getPath().substring(1))).asByteArray();
    }

    Map<String, String> make(Table table) {
        var made = dynamoDb.createTable(table.name(), table.properties());
        Map<String, String> attributes = new HashMap<>(Map.of("Ref", made.name(), "Arn", made.arn()));
        made.streamArn().ifPresent(arn -> attributes.put("StreamArn", arn));
        return attributes;
    }

    Map<String, String> make(Bucket bucket) {
        var made = buckets.createBucket(bucket.name(), bucket.properties());
        return Map.of("Ref", made.name(), "Arn", made.arn());
    }

    Map<String, String> make(SigningKey key) {
        var made = kms.createKey(key.logicalId(), key.properties());
        return Map.of("Ref", made.id(), "KeyId", made.id(), "Arn", made.arn());
    }

    @Override
    public void close() {
        shutdown.close();
    }

    private AwsEndpoint endpoint(int port, Account account) {
        try {
            return AwsEndpoint.start(port, new SigV4(credentials, clock), account, dynamoDb, buckets, List.of(kms, new StatesService(stepFunctions)));
        } catch (IllegalStateException e) {
            throw new StartRefused("the AWS endpoint cannot be served: " + e.getMessage() + " (--aws-port)", e);
        }
    }

    private static Settings settings(Account account, DataDirectory data) {
        Settings settings = Settings.inMemory(account.region(), account.id());
        return data.kept("stepfunctions").map(settings::keptIn).orElse(settings);
    }

    private static void publish(StatusChange change, EventBus bus) {
        bus.publish(StatusChange.SOURCE, StatusChange.DETAIL_TYPE, change.at(), change.resources(), change.detail());
    }
}
