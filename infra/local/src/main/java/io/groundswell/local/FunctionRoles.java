package io.groundswell.local;

import io.groundswell.local.iam.AccessKey;
import io.groundswell.local.iam.PolicyDocument;
import io.groundswell.local.lambda.FunctionConfiguration;
import io.groundswell.local.template.Function;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The roles that functions run under.
 *
 * <p>A function in a process of its own signs with a key of its own, and the AWS endpoint lets it do what the template's policies for it grant, DynamoDB
 * included. Functions that share LocalCloud's process share its key, because the SDK finds one set of credentials in a process.
 */
final class FunctionRoles {

    private final Optional<AwsServices> enforcing;
    private final Map<String, AccessKey> keys = new ConcurrentHashMap<>();

    private FunctionRoles(Optional<AwsServices> enforcing) {
        this.enforcing = enforcing;
    }

    static FunctionRoles of(LocalOptions options, AwsServices services) {
        return new FunctionRoles(options.isolated() ? Optional.of(services) : Optional.empty());
    }

    /** The function with what Lambda adds to its environment for its role. */
    FunctionConfiguration assumed(Function function, FunctionConfiguration configuration) {
        return enforcing.map(services -> configuration.with(variables(services.endpoint(), key(function, services)))).orElse(configuration);
    }

    private AccessKey key(Function function, AwsServices services) {
        List<PolicyDocument> policies = function.policies().stream().map(PolicyDocument::of).toList();
        AccessKey key = services.credentials().role(function.name() + "Role", function.name(), policies);
        keys.put(function.logicalId(), key);
        return key;
    }

    /** The key that a function signs with. */
    Optional<AccessKey> key(String logicalId) {
        return Optional.ofNullable(keys.get(logicalId));
    }

    private static Map<String, String> variables(URI endpoint, AccessKey key) {
        Map<String, String> variables = new HashMap<>(Map.of(
                "AWS_ENDPOINT_URL", endpoint.toString(), "AWS_ACCESS_KEY_ID", key.id(), "AWS_SECRET_ACCESS_KEY", key.secret()));
        key.sessionToken().ifPresent(token -> variables.put("AWS_SESSION_TOKEN", token));
        return variables;
    }
}
