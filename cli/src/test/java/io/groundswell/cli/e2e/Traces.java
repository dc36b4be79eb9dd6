package io.groundswell.cli.e2e;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.sfn.SfnClient;

/** Everything that a stack keeps, as its owner sees it. */
final class Traces {

    private final Stack stack;

    Traces(Stack stack) {
        this.stack = stack;
    }

    /** Every item of a table, as text. */
    List<String> table(String logicalId) {
        try (DynamoDbClient dynamo = DynamoDbClient.builder().endpointOverride(endpoint()).region(region())
                .credentialsProvider(owner()).build()) {
            String name = stack.cloud().attribute(logicalId, "Ref");
            return dynamo.scanPaginator(scan -> scan.tableName(name).consistentRead(true)).items().stream()
                    .map(Object::toString).toList();
        }
    }

    /** Every event of every execution, with its data, as text. */
    List<String> executions() {
        try (SfnClient sfn = SfnClient.builder().endpointOverride(endpoint()).region(region())
                .credentialsProvider(owner()).build()) {
            String machine = sfn.listStateMachines().stateMachines().getFirst().stateMachineArn();
            List<String> events = new ArrayList<>();
            sfn.listExecutionsPaginator(list -> list.stateMachineArn(machine)).executions().forEach(execution ->
                    sfn.getExecutionHistoryPaginator(history -> history.executionArn(execution.executionArn())
                            .includeExecutionData(true)).events().forEach(event -> events.add(text(event))));
            return events;
        }
    }

    /** All values of an answer: its own text leaves out what the SDK holds for sensitive, which is what is looked for. */
    private static String text(SdkPojo pojo) {
        StringBuilder text = new StringBuilder();
        pojo.sdkFields().forEach(field -> {
            Object value = field.getValueOrDefault(pojo);
            text.append(value instanceof SdkPojo nested ? text(nested) : String.valueOf(value)).append(' ');
        });
        return text.toString();
    }

    List<String> keys(String bucket) {
        try (S3Client s3 = s3()) {
            String name = stack.cloud().attribute(bucket, "Ref");
            return s3.listObjectsV2Paginator(list -> list.bucket(name)).contents().stream().map(S3Object::key).toList();
        }
    }

    byte[] object(String bucket, String key) {
        try (S3Client s3 = s3()) {
            String name = stack.cloud().attribute(bucket, "Ref");
            return s3.getObjectAsBytes(get -> get.bucket(name).key(key)).asByteArray();
        }
    }

    private S3Client s3() {
        return S3Client.builder().endpointOverride(endpoint()).region(region()).credentialsProvider(owner())
                .forcePathStyle(true).build();
    }

    private URI endpoint() {
        return stack.cloud().endpoints().aws();
    }

    private Region region() {
        return Region.of(stack.cloud().endpoints().region());
    }

    private AwsCredentialsProvider owner() {
        var owner = stack.cloud().owner();
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(owner.id(), owner.secret()));
    }
}
