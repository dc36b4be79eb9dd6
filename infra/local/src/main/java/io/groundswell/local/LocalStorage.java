package io.groundswell.local;

import io.groundswell.local.aws.AwsEndpoint;
import io.groundswell.local.aws.JsonService;
import io.groundswell.local.dynamodb.DynamoDb;
import io.groundswell.local.dynamodb.RequestLog;
import io.groundswell.local.iam.Account;
import io.groundswell.local.iam.SigV4;
import io.groundswell.local.kms.Kms;
import io.groundswell.local.s3.S3;
import io.groundswell.local.template.Bucket;
import io.groundswell.local.template.SigningKey;
import io.groundswell.local.template.Table;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** DynamoDB, S3 and KMS in this Java, in memory or kept in the data directory. */
final class LocalStorage implements Storage {

    private final Shutdown shutdown = new Shutdown();
    private final DynamoDb dynamoDb;
    private final S3 buckets;
    private final Kms kms;

    LocalStorage(Account account, DataDirectory data, Optional<Path> requestLog, Clock clock) {
        try {
            Optional<RequestLog> log = requestLog.map(file -> shutdown.add(RequestLog.in(file)));
            this.dynamoDb = shutdown.add(data.kept("dynamodb").map(folder -> DynamoDb.in(folder, account, log))
                    .orElseGet(() -> DynamoDb.inMemory(account, log)));
            this.buckets = shutdown.add(data.kept("s3").map(S3::in).orElseGet(S3::inMemory));
            this.kms = data.kept("kms").map(folder -> Kms.in(folder, account, clock)).orElseGet(() -> Kms.inMemory(account, clock));
        } catch (RuntimeException e) {
            shutdown.close();
            throw e;
        }
    }

    @Override
    public Map<String, String> make(Table table) {
        var made = dynamoDb.createTable(table.name(), table.properties());
        Map<String, String> attributes = new HashMap<>(Map.of("Ref", made.name(), "Arn", made.arn()));
        made.streamArn().ifPresent(arn -> attributes.put("StreamArn", arn));
        return attributes;
    }

    @Override
    public Map<String, String> make(Bucket bucket) {
        var made = buckets.createBucket(bucket.name(), bucket.properties());
        return Map.of("Ref", made.name(), "Arn", made.arn());
    }

    @Override
    public Map<String, String> make(SigningKey key) {
        var made = kms.createKey(key.logicalId(), key.properties());
        return Map.of("Ref", made.id(), "KeyId", made.id(), "Arn", made.arn());
    }

    @Override
    public AwsEndpoint serve(int port, SigV4 signatures, Account account, JsonService more) {
        return AwsEndpoint.start(port, signatures, account, dynamoDb, buckets, List.of(kms, more));
    }

    @Override
    public URI dynamoDb() {
        return dynamoDb.endpoint();
    }

    @Override
    public Optional<DynamoDbClient> direct() {
        return Optional.of(dynamoDb.client());
    }

    @Override
    public Map<String, URI> elsewhere() {
        return Map.of();
    }

    @Override
    public void close() {
        shutdown.close();
    }
}
