package io.groundswell.local;

import io.groundswell.local.aws.AwsEndpoint;
import io.groundswell.local.aws.JsonService;
import io.groundswell.local.dynamodb.TableProperties;
import io.groundswell.local.iam.Account;
import io.groundswell.local.iam.SigV4;
import io.groundswell.local.template.Bucket;
import io.groundswell.local.template.SigningKey;
import io.groundswell.local.template.Table;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.s3.S3Client;

/** DynamoDB, S3 and KMS of another implementation, reached as any AWS client reaches them. */
final class OutsideStorage implements Storage {

    private final OutsideServices outside;
    private final DynamoDbClient tables;
    private final S3Client buckets;
    private final KmsClient keys;

    OutsideStorage(OutsideServices outside, Account account) {
        this.outside = outside;
        this.tables = OwnClients.configured(DynamoDbClient.builder(), outside.endpoint(), account.region(), outside.key()).build();
        this.buckets = OwnClients.configured(S3Client.builder(), outside.endpoint(), account.region(), outside.key()).build();
        this.keys = OwnClients.configured(KmsClient.builder(), outside.endpoint(), account.region(), outside.key()).build();
    }

    @Override
    public Map<String, String> make(Table table) {
        var wanted = TableProperties.parse(table.name(), table.properties());
        tables.createTable(wanted);
        TableDescription made = tables.waiter().waitUntilTableExists(describe -> describe.tableName(wanted.tableName()))
                .matched().response().orElseThrow(() -> new IllegalStateException(outside.endpoint() + " did not make the table"))
                .table();
        Map<String, String> attributes = new HashMap<>(Map.of("Ref", made.tableName(), "Arn", made.tableArn()));
        if (made.latestStreamArn() != null) {
            attributes.put("StreamArn", made.latestStreamArn());
        }
        return attributes;
    }

    @Override
    public Map<String, String> make(Bucket bucket) {
        buckets.createBucket(create -> create.bucket(bucket.name()));
        return Map.of("Ref", bucket.name(), "Arn", "arn:aws:s3:::" + bucket.name());
    }

    @Override
    public Map<String, String> make(SigningKey key) {
        KeyMetadata made = keys.createKey(create -> create.keySpec(text(key, "KeySpec")).keyUsage(text(key, "KeyUsage"))
                .description(text(key, "Description"))).keyMetadata();
        return Map.of("Ref", made.keyId(), "KeyId", made.keyId(), "Arn", made.arn());
    }

    @Override
    public AwsEndpoint serve(int port, SigV4 signatures, Account account, JsonService more) {
        return AwsEndpoint.withoutStorage(port, signatures, List.of(more));
    }

    @Override
    public URI dynamoDb() {
        return outside.endpoint();
    }

    @Override
    public Optional<DynamoDbClient> direct() {
        return Optional.empty();
    }

    @Override
    public Map<String, URI> elsewhere() {
        return Map.of("S3", outside.endpoint(), "Kms", outside.endpoint());
    }

    private static String text(SigningKey key, String property) {
        if (!(key.properties().get(property) instanceof String value)) {
            throw new IllegalArgumentException(property + ": expected text, found " + key.properties().get(property));
        }
        return value;
    }

    @Override
    public void close() {
        tables.close();
        buckets.close();
        keys.close();
    }
}
