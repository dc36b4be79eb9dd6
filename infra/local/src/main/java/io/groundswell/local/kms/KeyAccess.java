package io.groundswell.local.kms;

import io.groundswell.local.iam.Access;
import io.groundswell.local.iam.Account;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The permissions that calls about keys need, with the tags that policies may ask for. */
final class KeyAccess {

    private KeyAccess() {
    }

    /** Making a key has no resource yet; giving it tags at once needs the permission to tag keys as well. */
    static List<Access> creating(Account account, KmsRequest request) {
        Map<String, List<String>> context = requested(request);
        Access create = new Access("kms:CreateKey", "*", context);
        return context.isEmpty() ? List.of(create)
                : List.of(create, new Access("kms:TagResource", account.arn("kms", "key/*"), context));
    }

    /** A call on a key that exists. */
    static Access of(String operation, KmsRequest request, KeyRing ring, KmsKey key) {
        Map<String, List<String>> context = new HashMap<>();
        if (operation.equals("TagResource")) {
            context.putAll(requested(request));
        }
        key.tags().forEach((name, value) -> context.put("aws:ResourceTag/" + name, List.of(value)));
        return new Access("kms:" + operation, ring.arn(key), context);
    }

    private static Map<String, List<String>> requested(KmsRequest request) {
        Map<String, List<String>> context = new HashMap<>();
        Map<String, String> tags = request.tags("Tags");
        tags.forEach((name, value) -> context.put("aws:RequestTag/" + name, List.of(value)));
        if (!tags.isEmpty()) {
            context.put("aws:TagKeys", List.copyOf(tags.keySet()));
        }
        return context;
    }
}
