package io.groundswell.local.iam;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The condition keys of one call; names compare without case, as in IAM. */
record Context(Map<String, List<String>> values) {

    /** The keys that LocalCloud supplies; a policy that asks for another is refused, since it would never match. */
    static final Set<String> KEYS = Set.of("aws:principalarn", "aws:principalaccount", "aws:userid", "aws:securetransport", "s3:prefix");

    Context {
        var lowered = new HashMap<String, List<String>>();
        values.forEach((name, list) -> lowered.put(name.toLowerCase(Locale.ROOT), List.copyOf(list)));
        values = Map.copyOf(lowered);
    }

    static Context of(Principal principal, Access access) {
        var values = new HashMap<String, List<String>>(access.context());
        values.put("aws:PrincipalArn", List.of(roleOf(principal.arn())));
        values.put("aws:PrincipalAccount", List.of(principal.accountId()));
        values.put("aws:userid", List.of(principal.userId()));
        // Loopback traffic never leaves the machine, so a policy that demands TLS on AWS is met here without it.
        values.put("aws:SecureTransport", List.of("true"));
        return new Context(values);
    }

    /** In a condition a role's session goes by the ARN of its role. */
    private static String roleOf(String arn) {
        return arn.replaceFirst("^arn:aws:sts::([0-9]+):assumed-role/([^/]+)/.*$", "arn:aws:iam::$1:role/$2");
    }

    List<String> get(String key) {
        return values.getOrDefault(key.toLowerCase(Locale.ROOT), List.of());
    }
}
