package io.groundswell.local.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.local.iam.AccessKey;
import io.groundswell.local.iam.PolicyDocument;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.s3.model.S3Exception;

class AwsEndpointIT {

    private static final Map<String, AttributeValue> ITEM =
            Map.of("PK", AttributeValue.fromS("FLEET#north"), "SK", AttributeValue.fromS("META"), "status", AttributeValue.fromS("active"));

    private static LocalAws aws;

    @BeforeAll
    static void start() {
        aws = new LocalAws();
    }

    @AfterAll
    static void stop() {
        aws.close();
    }

    @Test
    @DisplayName("[R5] DynamoDB and its streams serve the SDK unchanged, conditional failures included")
    void servesDynamoDb() {
        try (var dynamoDb = aws.dynamoDb(aws.credentials.owner());
                var streams = aws.configured(DynamoDbStreamsClient.builder(), aws.credentials.owner()).build()) {
            dynamoDb.putItem(put -> put.tableName(LocalAws.TABLE).item(ITEM));
            assertEquals(ITEM, dynamoDb.scan(scan -> scan.tableName(LocalAws.TABLE)).items().getFirst());
            assertThrows(ConditionalCheckFailedException.class,
                    () -> dynamoDb.putItem(put -> put.tableName(LocalAws.TABLE).item(ITEM).conditionExpression("attribute_not_exists(PK)")));
            String stream = dynamoDb.describeTable(table -> table.tableName(LocalAws.TABLE)).table().latestStreamArn();
            String shard = streams.describeStream(describe -> describe.streamArn(stream)).streamDescription().shards().getFirst().shardId();
            String iterator = streams.getShardIterator(get -> get.streamArn(stream).shardId(shard).shardIteratorType("TRIM_HORIZON")).shardIterator();
            assertEquals(ITEM, streams.getRecords(get -> get.shardIterator(iterator)).records().getFirst().dynamodb().newImage());
        }
    }

    @Test
    @DisplayName("[R32] a role that may only put into a table cannot update or delete there, alone or in a transaction")
    void enforcesPolicies() {
        var appender = aws.credentials.role("Recorder", "test", List.of(allow("dynamodb:PutItem", "arn:aws:dynamodb:us-east-1:000000000000:table/fleet")));
        try (var dynamoDb = aws.dynamoDb(appender)) {
            dynamoDb.putItem(item -> item.tableName(LocalAws.TABLE).item(ITEM));
            var key = Map.of("PK", ITEM.get("PK"), "SK", ITEM.get("SK"));
            var denied = assertThrows(DynamoDbException.class, () -> dynamoDb.deleteItem(item -> item.tableName(LocalAws.TABLE).key(key)));
            assertEquals("AccessDeniedException", denied.awsErrorDetails().errorCode());
            assertEquals("User: arn:aws:sts::000000000000:assumed-role/Recorder/test is not authorized to perform: dynamodb:DeleteItem"
                    + " on resource: arn:aws:dynamodb:us-east-1:000000000000:table/fleet", denied.awsErrorDetails().errorMessage());
            var put = TransactWriteItem.builder().put(item -> item.tableName(LocalAws.TABLE).item(ITEM)).build();
            var delete = TransactWriteItem.builder().delete(item -> item.tableName(LocalAws.TABLE).key(key)).build();
            dynamoDb.transactWriteItems(transaction -> transaction.transactItems(put));
            var inTransaction = assertThrows(DynamoDbException.class, () -> dynamoDb.transactWriteItems(transaction -> transaction.transactItems(delete)));
            assertEquals("AccessDeniedException", inTransaction.awsErrorDetails().errorCode());
        }
    }

    @Test
    @DisplayName("[R24] a wrong secret, an unknown key and a missing signature are refused in each service's words")
    void refusesBadSignatures() throws Exception {
        var owner = aws.credentials.owner();
        var forged = new AccessKey(owner.id(), owner.secret().replace(owner.secret().charAt(0), owner.secret().charAt(0) == '0' ? '1' : '0'), Optional.empty());
        var unknown = new AccessKey("AKIAAAAAAAAAAAAAAAAA", "x", Optional.empty());
        assertEquals("InvalidSignatureException", dynamoDbError(forged));
        assertEquals("UnrecognizedClientException", dynamoDbError(unknown));
        assertEquals("SignatureDoesNotMatch", s3Error(forged));
        assertEquals("InvalidAccessKeyId", s3Error(unknown));
        try (var kms = aws.kms(forged)) {
            assertEquals("InvalidSignatureException", assertThrows(KmsException.class, kms::listKeys).awsErrorDetails().errorCode());
        }
        try (var client = HttpClient.newHttpClient()) {
            var bare = client.send(HttpRequest.newBuilder(URI.create(aws.endpoint.uri() + "/groundswell-artifacts/key")).build(), BodyHandlers.ofString());
            assertEquals(403, bare.statusCode());
            assertTrue(bare.body().contains("<Code>AccessDenied</Code>"), bare.body());
            var target = client.send(HttpRequest.newBuilder(aws.endpoint.uri()).header("X-Amz-Target", "TrentService.ListKeys").build(), BodyHandlers.ofString());
            assertEquals(400, target.statusCode());
            assertTrue(target.body().contains("MissingAuthenticationTokenException"), target.body());
        }
    }

    @Test
    @DisplayName("[R35] a port that is taken is one clear sentence")
    void namesTheTakenPort() {
        var verifier = new io.groundswell.local.iam.SigV4(aws.credentials, java.time.Clock.systemUTC());
        int port = aws.endpoint.port();
        var refusal = assertThrows(IllegalStateException.class, () -> AwsEndpoint.start(port, verifier, aws.account, aws.dynamoDb, aws.s3, List.of()));
        assertEquals("port " + port + " on 127.0.0.1 is taken: stop the program that listens there or choose another port", refusal.getMessage());
    }

    private static String dynamoDbError(AccessKey key) {
        try (var dynamoDb = aws.dynamoDb(key)) {
            return assertThrows(DynamoDbException.class, dynamoDb::listTables).awsErrorDetails().errorCode();
        }
    }

    private static String s3Error(AccessKey key) {
        try (var s3 = aws.s3(key)) {
            return assertThrows(S3Exception.class, s3::listBuckets).awsErrorDetails().errorCode();
        }
    }

    static PolicyDocument allow(String action, String resource) {
        return PolicyDocument.of(Map.of("Version", "2012-10-17",
                "Statement", List.of(Map.of("Effect", "Allow", "Action", action, "Resource", resource))));
    }
}
