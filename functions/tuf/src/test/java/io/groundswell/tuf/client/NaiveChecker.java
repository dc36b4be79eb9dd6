package io.groundswell.tuf.client;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The rules of the client workflow once more, naively and with no code of the product: what may a client trust that
 * trusted {@code before}, was served these files, and now stores {@code after}?
 *
 * <p>Keys are Ed25519. Every violation is one sentence; none means that the client did right.
 */
final class NaiveChecker {

    private static final byte[] ED25519_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    /** The platform verifies slowly, and many runs hold the same signatures. */
    private static final Map<String, Boolean> VERIFIED = new ConcurrentHashMap<>();

    private final Map<String, byte[]> before;
    private final Map<String, byte[]> served;
    private final Map<String, byte[]> after;
    private final String now;
    private final List<String> violations = new ArrayList<>();
    private boolean onlineKeysRevoked;

    NaiveChecker(Map<String, byte[]> before, Map<String, byte[]> served, Map<String, byte[]> after, Instant now) {
        this.before = before;
        this.served = served;
        this.after = after;
        this.now = now.toString();
    }

    /** What is wrong with a store after a refresh that succeeded. */
    List<String> afterSuccess() {
        checkRoots();
        fresh("root");
        for (String role : List.of("timestamp", "snapshot", "targets")) {
            require(after.containsKey(role), role + " is missing");
        }
        if (violations.isEmpty()) {
            checkTimestamp();
            checkSnapshot();
            promised("targets", object(object(signed("snapshot"), "meta"), "targets.json"));
            signedFor("targets", signed("root"), object(object(signed("root"), "roles"), "targets"));
            fresh("targets");
        }
        return violations;
    }

    /** What is wrong with a store after a refresh that failed: whatever is new in it has to be rightly signed. */
    List<String> afterFailure() {
        checkRoots();
        for (String role : List.of("timestamp", "snapshot", "targets")) {
            if (after.containsKey(role) && after.get(role) != before.get(role)) {
                signedFor(role, signed("root"), object(object(signed("root"), "roles"), role));
                fresh(role);
            }
        }
        return violations;
    }

    private void checkRoots() {
        byte[] trusted = before.get("root");
        long last = number(signed("root"), "version");
        for (long v = number(signed(trusted), "version") + 1; v <= last; v++) {
            byte[] next = served.get(v + ".root.json");
            require(next != null, "root " + v + " was never served");
            if (next == null) {
                return;
            }
            signedFor("root " + v, next, signed(trusted), object(object(signed(trusted), "roles"), "root"));
            signedFor("root " + v, next, signed(next), object(object(signed(next), "roles"), "root"));
            require(number(signed(next), "version") == v, "root " + v + " has another version");
            require("root".equals(signed(next).get("_type")), "root " + v + " is no root");
            onlineKeysRevoked |= loses(signed(trusted), signed(next), "timestamp")
                    || loses(signed(trusted), signed(next), "snapshot");
            trusted = next;
        }
        require(MessageDigest.isEqual(trusted, after.get("root")), "the stored root is not the one that was served");
    }

    private static boolean loses(Map<String, Object> from, Map<String, Object> to, String role) {
        return !publicKeys(to, object(object(to, "roles"), role))
                .containsAll(publicKeys(from, object(object(from, "roles"), role)));
    }

    private void checkTimestamp() {
        signedFor("timestamp", signed("root"), object(object(signed("root"), "roles"), "timestamp"));
        fresh("timestamp");
        require("timestamp".equals(signed("timestamp").get("_type")), "the timestamp is none");
        if (before.containsKey("timestamp") && !onlineKeysRevoked) {
            notOlder("timestamp", signed(before.get("timestamp")), signed("timestamp"));
            notOlder("snapshot in timestamp", object(object(signed(before.get("timestamp")), "meta"), "snapshot.json"),
                    object(object(signed("timestamp"), "meta"), "snapshot.json"));
        }
    }

    private void checkSnapshot() {
        promised("snapshot", object(object(signed("timestamp"), "meta"), "snapshot.json"));
        signedFor("snapshot", signed("root"), object(object(signed("root"), "roles"), "snapshot"));
        fresh("snapshot");
        require("snapshot".equals(signed("snapshot").get("_type")), "the snapshot is none");
        if (before.containsKey("snapshot") && !onlineKeysRevoked) {
            object(signed(before.get("snapshot")), "meta").forEach((file, known) -> {
                Object listed = object(signed("snapshot"), "meta").get(file);
                require(listed != null, file + " is no longer listed");
                if (listed != null) {
                    notOlder(file + " in snapshot", asObject(known), asObject(listed));
                }
            });
        }
    }

    /** What the stored roles say about a target, asked in the order of the specification; a wrong role ends it. */
    Optional<Map<String, Object>> target(String path) {
        return search("targets", path, new HashSet<>(Set.of("targets"))).target();
    }

    private record Found(Optional<Map<String, Object>> target, boolean ended) {
    }

    private Found search(String role, String path, Set<String> visited) {
        Object own = object(signed(role), "targets").get(path);
        if (own != null) {
            return new Found(Optional.of(asObject(own)), true);
        }
        if (!signed(role).containsKey("delegations")) {
            return new Found(Optional.empty(), false);
        }
        Map<String, Object> delegations = object(signed(role), "delegations");
        for (Object item : (List<?>) delegations.get("roles")) {
            Map<String, Object> delegation = asObject(item);
            String name = (String) delegation.get("name");
            if (!covers(delegation, path) || !visited.add(name)) {
                continue;
            }
            if (!delegatedIsRight(name, delegations, delegation)) {
                return new Found(Optional.empty(), true);
            }
            Found below = search(name, path, visited);
            if (below.target().isPresent() || below.ended() || (Boolean) delegation.get("terminating")) {
                return new Found(below.target(), true);
            }
        }
        return new Found(Optional.empty(), false);
    }

    private boolean delegatedIsRight(String name, Map<String, Object> delegations, Map<String, Object> delegation) {
        Object listed = object(signed("snapshot"), "meta").get(name + ".json");
        if (listed == null || !after.containsKey(name)) {
            return false;
        }
        int wrong = violations.size();
        promised(name, asObject(listed));
        signedFor(name, delegations, delegation);
        fresh(name);
        return violations.size() == wrong;
    }

    private static boolean covers(Map<String, Object> delegation, String path) {
        return ((List<?>) delegation.get("paths")).stream().anyMatch(pattern -> Pattern.matches(
                ((String) pattern).replace(".", "\\.").replace("*", "[^/]*"), path));
    }

    private void promised(String role, Map<String, Object> promise) {
        require(number(promise, "version") == number(signed(role), "version"), role + " is not the promised version");
        if (promise.containsKey("length")) {
            require(number(promise, "length") == after.get(role).length, role + " is not of the promised length");
        }
        if (promise.containsKey("hashes")) {
            require(sha256(after.get(role)).equals(object(promise, "hashes").get("sha256")),
                    role + " has not the promised hash");
        }
    }

    private void signedFor(String role, Map<String, Object> keyHolder, Map<String, Object> entry) {
        signedFor(role, after.get(role), keyHolder, entry);
    }

    private void signedFor(String what, byte[] metadata, Map<String, Object> keyHolder, Map<String, Object> entry) {
        Set<String> voters = new HashSet<>();
        byte[] payload = NaiveJson.canonical(signed(metadata));
        for (Object item : (List<?>) NaiveJson.readObject(metadata).get("signatures")) {
            Map<String, Object> signature = asObject(item);
            String keyId = (String) signature.get("keyid");
            if (((List<?>) entry.get("keyids")).contains(keyId) && object(keyHolder, "keys").containsKey(keyId)) {
                String key = publicKey(object(object(keyHolder, "keys"), keyId));
                if (verifies(key, payload, (String) signature.get("sig"))) {
                    voters.add(key);
                }
            }
        }
        require(voters.size() >= number(entry, "threshold"), what + " is signed by " + voters.size() + " keys only");
    }

    private static boolean verifies(String key, byte[] payload, String sig) {
        return VERIFIED.computeIfAbsent(key + ' ' + sig + ' ' + sha256(payload), k -> isSignature(key, payload, sig));
    }

    private static boolean isSignature(String key, byte[] payload, String sig) {
        try {
            byte[] encoded = HexFormat.of().parseHex(HexFormat.of().formatHex(ED25519_PREFIX) + key);
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
            verifier.update(payload);
            return verifier.verify(HexFormat.of().parseHex(sig));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    private void fresh(String role) {
        require(now.compareTo((String) signed(role).get("expires")) < 0, role + " has expired");
    }

    private void notOlder(String what, Map<String, Object> known, Map<String, Object> offered) {
        require(number(offered, "version") >= number(known, "version"), what + " was rolled back");
    }

    private void require(boolean holds, String violation) {
        if (!holds) {
            violations.add(violation);
        }
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Set<String> publicKeys(Map<String, Object> keyHolder, Map<String, Object> entry) {
        Set<String> keys = new HashSet<>();
        ((List<?>) entry.get("keyids")).forEach(id -> keys.add(publicKey(object(object(keyHolder, "keys"), (String) id))));
        return keys;
    }

    private static String publicKey(Map<String, Object> key) {
        return (String) object(key, "keyval").get("public");
    }

    private Map<String, Object> signed(String role) {
        return signed(after.get(role));
    }

    static Map<String, Object> signed(byte[] metadata) {
        return object(NaiveJson.readObject(metadata), "signed");
    }

    static Map<String, Object> object(Map<String, Object> from, String name) {
        return asObject(from.get(name));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> asObject(Object value) {
        return (Map<String, Object>) value;
    }

    private static long number(Map<String, Object> from, String name) {
        return (Long) from.get(name);
    }
}
