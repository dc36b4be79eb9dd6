package io.groundswell.local.iam;

import java.util.List;
import java.util.Map;

/**
 * One permission that a call needs: an IAM action such as {@code dynamodb:PutItem} on one resource ARN, with the condition keys the service supplies.
 */
public record Access(String action, String resource, Map<String, List<String>> context) {

    public Access {
        context = Map.copyOf(context);
    }

    public Access(String action, String resource) {
        this(action, resource, Map.of());
    }
}
