package io.groundswell.tuf;

import io.groundswell.domain.json.Sha256;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** Promised digests, by algorithm: sha256 and sha512 are checked, and one of them has to be there. */
public record Hashes(Map<String, String> byAlgorithm) {

    private static final Map<String, String> SUPPORTED = Map.of("sha256", "SHA-256", "sha512", "SHA-512");

    /** Refuses digests of the wrong form and a promise that cannot be checked at all. */
    public Hashes {
        byAlgorithm = Collections.unmodifiableMap(new LinkedHashMap<>(byAlgorithm));
        boolean checkable = false;
        for (Map.Entry<String, String> hash : byAlgorithm.entrySet()) {
            int digits = switch (hash.getKey()) {
                case "sha256" -> 64;
                case "sha512" -> 128;
                default -> -1;
            };
            checkable |= digits > 0;
            if (digits > 0 && !hash.getValue().matches("[0-9a-f]{" + digits + "}")) {
                throw JsonFields.refuse("hashes." + hash.getKey() + ": expected " + digits + " lower-case hex digits");
            }
        }
        if (!checkable) {
            throw JsonFields.refuse("hashes: expected sha256 or sha512, found " + byAlgorithm.keySet());
        }
    }

    /** The sha256 promise of these bytes. */
    public static Hashes ofSha256(byte[] bytes) {
        return new Hashes(Map.of("sha256", Sha256.hex(bytes)));
    }

    /** The digest that prefixes a file name in a consistent snapshot. */
    public String prefix() {
        return byAlgorithm.containsKey("sha256") ? byAlgorithm.get("sha256") : byAlgorithm.get("sha512");
    }

    boolean match(byte[] bytes) {
        Digester digester = new Digester();
        digester.update(bytes, 0, bytes.length);
        return digester.matches();
    }

    Digester digester() {
        return new Digester();
    }

    Map<String, Object> toJson() {
        return Collections.unmodifiableMap(new LinkedHashMap<String, Object>(byAlgorithm));
    }

    /** Computes every supported digest while bytes stream by. */
    final class Digester {

        private final Map<String, MessageDigest> running = new LinkedHashMap<>();

        private Digester() {
            byAlgorithm.keySet().stream().filter(SUPPORTED::containsKey)
                    .forEach(name -> running.put(name, digest(SUPPORTED.get(name))));
        }

        void update(byte[] buffer, int offset, int length) {
            running.values().forEach(digest -> digest.update(buffer, offset, length));
        }

        boolean matches() {
            boolean all = true;
            for (Map.Entry<String, MessageDigest> entry : running.entrySet()) {
                byte[] promised = HexFormat.of().parseHex(byAlgorithm.get(entry.getKey()));
                all &= MessageDigest.isEqual(promised, entry.getValue().digest());
            }
            return all;
        }
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no " + algorithm, e);
        }
    }
}
