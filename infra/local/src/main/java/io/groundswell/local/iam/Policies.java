package io.groundswell.local.iam;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decides what a principal may do: an explicit deny wins, otherwise one allow is needed, and the owner needs none. */
public final class Policies {

    private Policies() {
    }

    /** Whether the principal may take this action on this resource, given the condition keys of the call. */
    public static boolean allows(Principal principal, String action, String resource, Map<String, List<String>> context) {
        return allows(principal, new Access(action, resource, context));
    }

    /** Whether the principal has this permission. */
    public static boolean allows(Principal principal, Access access) {
        if (principal.owner()) {
            return true;
        }
        Context context = Context.of(principal, access);
        var applying = principal.policies().stream().flatMap(policy -> policy.statements().stream())
                .filter(statement -> statement.appliesTo(access, context)).toList();
        return !applying.isEmpty() && applying.stream().allMatch(Statement::allow);
    }

    /** AWS's sentence about the first permission that is missing, or empty when the principal has all of them. */
    public static Optional<String> denial(Principal principal, List<Access> needed) {
        return needed.stream().filter(access -> !allows(principal, access)).findFirst().map(access -> "User: " + principal.arn()
                + " is not authorized to perform: " + access.action() + " on resource: " + access.resource());
    }
}
