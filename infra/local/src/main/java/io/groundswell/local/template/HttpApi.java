package io.groundswell.local.template;

import java.util.Map;
import java.util.Optional;

/**
 * An API Gateway HTTP API.
 *
 * @param iamByDefault whether a route that names no authorizer needs an IAM signature
 * @param limits throttling by route key, such as {@code POST /enroll}
 * @param mutualTls present when callers must hold a client certificate
 */
public record HttpApi(
        String logicalId, String apiId, boolean iamByDefault, Map<String, Limit> limits, Optional<MutualTls> mutualTls)
        implements Resource {

    /** Keeps its own copy of the limits. */
    public HttpApi {
        limits = Map.copyOf(limits);
    }

    /** A token bucket: requests a second on average, and how many may come at once. */
    public record Limit(int perSecond, int burst) {
    }

    /** The host name that devices use and the S3 URI of the CA certificates that their certificates must chain to. */
    public record MutualTls(String domainName, String truststoreUri) {
    }
}
