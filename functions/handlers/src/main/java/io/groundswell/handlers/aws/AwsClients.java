package io.groundswell.handlers.aws;

import java.time.Duration;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.sfn.SfnClient;

/** SDK clients with bounded times; region, endpoint and credentials are found by the SDK's standard chains. */
public final class AwsClients {

    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration READ = Duration.ofSeconds(10);
    private static final Duration CALL = Duration.ofSeconds(20);

    private AwsClients() {
    }

    public static DynamoDbClient dynamoDb() {
        return DynamoDbClient.builder().httpClient(http()).overrideConfiguration(bounds()).build();
    }

    public static S3Client s3() {
        return S3Client.builder().httpClient(http()).overrideConfiguration(bounds()).build();
    }

    public static S3Presigner s3Presigner() {
        return S3Presigner.create();
    }

    public static KmsClient kms() {
        return KmsClient.builder().httpClient(http()).overrideConfiguration(bounds()).build();
    }

    public static SfnClient sfn() {
        return SfnClient.builder().httpClient(http()).overrideConfiguration(bounds()).build();
    }

    private static SdkHttpClient http() {
        return UrlConnectionHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(READ).build();
    }

    private static ClientOverrideConfiguration bounds() {
        return ClientOverrideConfiguration.builder().apiCallTimeout(CALL).build();
    }
}
