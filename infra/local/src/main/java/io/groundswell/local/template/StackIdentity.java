package io.groundswell.local.template;

import io.groundswell.local.iam.Account;
import java.util.Map;
import java.util.Objects;

/**
 * Where the stack would stand on AWS; the pseudo parameters and every ARN follow from it.
 *
 * @param stackName name of the stack
 */
public record StackIdentity(String stackName, Account account) {

    /** Checks that nothing is missing. */
    public StackIdentity {
        Objects.requireNonNull(stackName, "stackName");
        Objects.requireNonNull(account, "account");
    }

    /** The account's twelve digits. */
    public String accountId() {
        return account.id();
    }

    /** The region that ARNs and signatures name. */
    public String region() {
        return account.region();
    }

    /** The name a resource gets when the template gives none. */
    public String physicalName(String logicalId) {
        return stackName + "-" + logicalId;
    }

    /** The ARN of a resource of a regional service. */
    public String arn(String service, String resource) {
        return account.arn(service, resource);
    }

    /** The ARN under which the stack itself goes. */
    public String stackId() {
        return arn("cloudformation", "stack/" + stackName + "/local");
    }

    Map<String, String> pseudoParameters() {
        return Map.of(
                "AWS::AccountId", accountId(),
                "AWS::Partition", "aws",
                "AWS::Region", region(),
                "AWS::StackId", stackId(),
                "AWS::StackName", stackName,
                "AWS::URLSuffix", "amazonaws.com");
    }
}
