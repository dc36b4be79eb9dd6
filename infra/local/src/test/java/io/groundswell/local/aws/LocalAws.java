package io.groundswell.local.aws;

import io.groundswell.local.dynamodb.DynamoDb;
import io.groundswell.local.iam.AccessKey;
import io.groundswell.local.iam.Account;
import io.groundswell.local.iam.Credentials;
import io.groundswell.local.iam.SigV4;
import io.groundswell.local.kms.Kms;
import io.groundswell.local.s3.S3;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** A running endpoint with one table, one bucket and a locked one, and AWS SDK clients for any of its keys. */
final class LocalAws implements AutoCloseable {

    static final String BUCKET = "groundswell-artifacts";
    static final String LOCKED = "groundswell-anchors";
    static final String TABLE = "fleet";

    final Account account = new Account("us-east-1", "000000000000");
    final Credentials credentials = Credentials.inMemory(account);
    final DynamoDb dynamoDb = DynamoDb.inMemory(account);
    final S3 s3 = S3.inMemory();
    final Kms kms = Kms.inMemory(account, Clock.systemUTC());
    final AwsEndpoint endpoint = AwsEndpoint.start(0, new SigV4(credentials, Clock.systemUTC()), account, dynamoDb, s3, List.of(kms));

    LocalAws() {
        s3.createBucket(BUCKET, Map.of());
        s3.createBucket(LOCKED, Map.of("ObjectLockEnabled", true, "ObjectLockConfiguration", Map.of("ObjectLockEnabled", "Enabled",
                "Rule", Map.of("DefaultRetention", Map.of("Mode", "COMPLIANCE", "Days", 1)))));
        dynamoDb.createTable(TABLE, Map.of("BillingMode", "PAY_PER_REQUEST",
                "AttributeDefinitions", List.of(Map.of("AttributeName", "PK", "AttributeType", "S"), Map.of("AttributeName", "SK", "AttributeType", "S")),
                "KeySchema", List.of(Map.of("AttributeName", "PK", "KeyType", "HASH"), Map.of("AttributeName", "SK", "KeyType", "RANGE")),
                "StreamSpecification", Map.of("StreamViewType", "NEW_AND_OLD_IMAGES")));
    }

    DynamoDbClient dynamoDb(AccessKey key) {
        return configured(DynamoDbClient.builder(), key).build();
    }

    KmsClient kms(AccessKey key) {
        return configured(KmsClient.builder(), key).build();
    }

    S3Client s3(AccessKey key) {
        return configured(S3Client.builder().forcePathStyle(true), key).build();
    }

    S3Presigner presigner(AccessKey key) {
        return S3Presigner.builder().endpointOverride(endpoint.uri()).region(Region.US_EAST_1).credentialsProvider(provider(key))
                .serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build()).build();
    }

    <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> B configured(B builder, AccessKey key) {
        return builder.endpointOverride(endpoint.uri()).region(Region.US_EAST_1).credentialsProvider(provider(key))
                .httpClientBuilder(UrlConnectionHttpClient.builder());
    }

    @Override
    public void close() {
        endpoint.close();
        s3.close();
        dynamoDb.close();
    }

    private static AwsCredentialsProvider provider(AccessKey key) {
        return StaticCredentialsProvider.create(key.sessionToken().isPresent()
                ? AwsSessionCredentials.create(key.id(), key.secret(), key.sessionToken().get())
                : AwsBasicCredentials.create(key.id(), key.secret()));
    }
}
