package io.groundswell.local;

import io.groundswell.local.iam.AccessKey;
import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.ProxyConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.s3.S3Client;

/** LocalCloud's own clients of its services: what Lambda and API Gateway do for themselves on AWS. */
record OwnClients(S3Client s3, DynamoDbStreamsClient streams) implements AutoCloseable {

    static OwnClients of(URI endpoint, URI dynamoDb, String regionName, AccessKey key) {
        return new OwnClients(configured(S3Client.builder(), endpoint, regionName, key).build(),
                configured(DynamoDbStreamsClient.builder(), dynamoDb, regionName, key).build());
    }

    /** A client's builder, told where its service is and who calls it. */
    static <B extends AwsClientBuilder<B, ?> & SdkSyncClientBuilder<B, ?>> B configured(B builder, URI endpoint, String region,
            AccessKey key) {
        return builder.endpointOverride(endpoint).region(Region.of(region)).httpClient(direct()).credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create(key.id(), key.secret())));
    }

    /** The object at an {@code s3://bucket/key} address. */
    byte[] object(String uri) {
        URI address = URI.create(uri);
        if (!"s3".equals(address.getScheme())) {
            throw new StartRefused("expected an s3://bucket/key address, found " + uri);
        }
        return s3.getObjectAsBytes(request -> request.bucket(address.getHost()).key(address.getPath().substring(1))).asByteArray();
    }

    @Override
    public void close() {
        s3.close();
        streams.close();
    }

    /** Loopback is not reached by way of a proxy. */
    private static SdkHttpClient direct() {
        ProxyConfiguration none = ProxyConfiguration.builder()
                .useEnvironmentVariablesValues(false).useSystemPropertyValues(false).build();
        return UrlConnectionHttpClient.builder().proxyConfiguration(none).build();
    }
}
