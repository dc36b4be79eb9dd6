package io.groundswell.local;

import io.groundswell.local.iam.AccessKey;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The AWS SDK's standard system properties, by which functions find the local services; closing puts the old ones back.
 *
 * <p>The services are on loopback, which no HTTP proxy that the user's environment names could reach.
 */
final class SdkConfiguration implements AutoCloseable {

    private static final String LOOPBACK = "localhost|127.*|[::1]";

    private final Map<String, String> before = new LinkedHashMap<>();

    private SdkConfiguration(Map<String, String> properties) {
        properties.forEach((name, value) -> before.put(name, System.setProperty(name, value)));
    }

    /** Sets the properties, for the owner of these services. */
    static SdkConfiguration set(AwsServices services, String region) {
        AccessKey key = services.credentials().owner();
        Map<String, String> properties = new LinkedHashMap<>(Map.of(
                "aws.endpointUrl", services.endpoint().toString(),
                "aws.endpointUrlDynamoDb", services.dynamoDb().toString(),
                "aws.endpointUrlDynamoDbStreams", services.dynamoDb().toString(),
                "aws.region", region,
                "aws.accessKeyId", key.id(),
                "aws.secretAccessKey", key.secret(),
                "http.nonProxyHosts", directHosts()));
        services.elsewhere().forEach((service, endpoint) -> properties.put("aws.endpointUrl" + service, endpoint.toString()));
        return new SdkConfiguration(properties);
    }

    private static String directHosts() {
        String chosen = System.getProperty("http.nonProxyHosts");
        return chosen == null || chosen.isEmpty() ? LOOPBACK : chosen + "|" + LOOPBACK;
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
