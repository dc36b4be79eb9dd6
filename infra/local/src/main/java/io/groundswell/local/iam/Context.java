package io.groundswell.local.iam;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The condition keys of one call; names compare without case, as in IAM. */
record Context(Map<String, List<String>> values) {

    /** Keys that LocalCloud supplies; a policy that asks for another is refused, since it would never match. */
    private static final Set<String> KEYS = Set.of("aws:principalarn", "aws:principalaccount", "aws:userid", "aws:securetransport", "aws:tagkeys", "s3:prefix",
            Condition.LEADING_KEYS);
    /** Keys of which there is one for every tag. */
    private static final Set<String> TAG_KEYS = Set.of("aws:requesttag/", "aws:resourcetag/");

    Context {
        var lowered = new HashMap<String, List<String>>();
        values.forEach((name, list) -> lowered.put(name.toLowerCase(Locale.ROOT), List.copyOf(list)));
        values = Map.copyOf(lowered);
    }

    /** Whether LocalCloud supplies a key. */
    static boolean knows(String key) {
        String lowered = key.toLowerCase(Locale.ROOT);
        return KEYS.contains(lowered) || TAG_KEYS.stream().anyMatch(prefix -> lowered.startsWith(prefix) && lowered.length() > prefix.length());
    }

    /** What the supplied keys are called, for those who asked for another. */
    static List<String> known() {
        return Stream.concat(KEYS.stream(), TAG_KEYS.stream().map(prefix -> prefix + "<tag>")).sorted().toList();
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
