package io.groundswell.local;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/** Looks at a running sample stack through the AWS endpoint, as any SDK user would. */
final class CloudProbe implements AutoCloseable {

    private final LocalCloud cloud;
    private final DynamoDbClient dynamoDb;
    private final S3Client s3;
    private final SfnClient sfn;

    CloudProbe(LocalCloud cloud) {
        this.cloud = cloud;
        URI endpoint = cloud.endpoints().aws();
        Region region = Region.of(cloud.endpoints().region());
        AwsCredentialsProvider owner = StaticCredentialsProvider.create(AwsBasicCredentials.create(cloud.owner().id(), cloud.owner().secret()));
        dynamoDb = DynamoDbClient.builder().endpointOverride(endpoint).region(region).credentialsProvider(owner)
                .httpClient(UrlConnectionHttpClient.create()).build();
        s3 = S3Client.builder().endpointOverride(endpoint).region(region).credentialsProvider(owner)
                .httpClient(UrlConnectionHttpClient.create()).build();
        sfn = SfnClient.builder().endpointOverride(endpoint).region(region).credentialsProvider(owner)
                .httpClient(UrlConnectionHttpClient.create()).build();
    }

    void put(String key, boolean audited) {
        Map<String, AttributeValue> item = new HashMap<>(Map.of("PK", AttributeValue.fromS(key)));
        if (audited) {
            item.put("event", AttributeValue.fromM(Map.of("type", AttributeValue.fromS("item.put"),
                    "detail", AttributeValue.fromM(Map.of()))));
        }
        dynamoDb.putItem(request -> request.tableName(cloud.attribute("Items", "Ref")).item(item));
    }

    boolean seen(String key) {
        return dynamoDb.getItem(request -> request.tableName(cloud.attribute("Seen", "Ref")).consistentRead(true)
                .key(Map.of("PK", AttributeValue.fromS(key)))).hasItem();
    }

    byte[] object(String key) {
        return s3.getObjectAsBytes(request -> request.bucket(cloud.attribute("Files", "Ref")).key(key)).asByteArray();
    }

    byte[] failure(String key) {
        return s3.getObjectAsBytes(request -> request.bucket(cloud.attribute("Failures", "Ref")).key(key)).asByteArray();
    }

    List<S3Object> awaitFailures() {
        await("a batch is kept", () -> !failures().isEmpty());
        return failures();
    }

    private List<S3Object> failures() {
        return s3.listObjectsV2(request -> request.bucket(cloud.attribute("Failures", "Ref"))).contents();
    }

    /** Runs the state machine to its end and returns the execution's ARN. */
    String run(String input) {
        String execution = sfn.startExecution(request -> request.stateMachineArn(cloud.attribute("Machine", "Ref")).input(input)).executionArn();
        await("the execution ends", () -> describe(execution).status() != ExecutionStatus.RUNNING);
        return execution;
    }

    String outcome(String execution) {
        DescribeExecutionResponse ended = describe(execution);
        return ended.statusAsString() + " " + (ended.output() == null ? ended.error() : ended.output());
    }

    private DescribeExecutionResponse describe(String execution) {
        return sfn.describeExecution(request -> request.executionArn(execution));
    }

    static void await(String what, BooleanSupplier condition) {
        Await.until(what, condition);
    }

    @Override
    public void close() {
        dynamoDb.close();
        s3.close();
        sfn.close();
    }
}
