package io.groundswell.local.iam;

import java.util.List;

/**
 * A verified caller: the fields that API Gateway and STS report about it, and its policies.
 *
 * @param userId the unique id, {@code <role id>:<session>} for a role
 * @param owner the account's root, who may do anything
 */
public record Principal(String accessKeyId, String accountId, String arn, String userId, boolean owner, List<PolicyDocument> policies) {

    public Principal {
        policies = List.copyOf(policies);
    }
}
