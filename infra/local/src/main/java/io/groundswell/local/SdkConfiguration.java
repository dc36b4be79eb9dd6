package io.groundswell.local;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/** The AWS SDK's standard system properties, by which functions find the local services; closing puts the old ones back. */
final class SdkConfiguration implements AutoCloseable {

    private final Map<String, String> before = new LinkedHashMap<>();

    private SdkConfiguration(Map<String, String> properties) {
        properties.forEach((name, value) -> before.put(name, System.setProperty(name, value)));
    }

    /**
     * Sets the properties.
     *
     * @param endpoint where all services are
     * @param dynamoDb where DynamoDB is without a detour
     */
    static SdkConfiguration set(URI endpoint, URI dynamoDb, String region, String accessKey, String secretKey) {
        return new SdkConfiguration(Map.of(
                "aws.endpointUrl", endpoint.toString(),
                "aws.endpointUrlDynamoDb", dynamoDb.toString(),
                "aws.endpointUrlDynamoDbStreams", dynamoDb.toString(),
                "aws.region", region,
                "aws.accessKeyId", accessKey,
                "aws.secretAccessKey", secretKey));
    }

    @Override
    public void close() {
        before.forEach((name, value) -> {
            if (value == null) {
                System.clearProperty(name);
            } else {
                System.setProperty(name, value);
            }
        });
    }
}
