package io.groundswell.tuf.client;

import io.groundswell.tuf.Signer;
import io.groundswell.tuf.TestKeys;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One thing that a hostile server does to the files it serves; those of {@code RESIGN_…} need stolen keys.
 *
 * @param kind what is done
 * @param file picks the file that is served wrongly
 * @param other picks a second file, or a place in the first one
 */
record Tampering(Kind kind, int file, int other) {

    enum Kind {
        DROP_SIGNATURE, REPEAT_SIGNATURE, REPEAT_UNDER_ANOTHER_ID, TAKE_SIGNATURES, SPOIL_SIGNATURE, SET_VERSION,
        LATER_EXPIRY, SERVE_ANOTHER_FILE, TRUNCATE, APPEND_SPACE, APPEND_JUNK, REVERSE_MEMBERS, REPEAT_MEMBER,
        INFLATE_LENGTHS, PROMISE_OTHER_VERSIONS, LOWER_THRESHOLDS, OTHER_TARGET, DROP_PROMISES, REMOVE_FILE, FORGE_ROOT,
        RESIGN_VERSION, RESIGN_PROMISES, RESIGN_LENGTHS, RESIGN_TARGET, RESIGN_EXPIRED, RESIGN_WITHOUT_PROMISES;

        boolean needsKeys() {
            return name().startsWith("RESIGN");
        }
    }

    /** Changes the served files; small numbers pick the newest of them, which matter most. */
    void applyTo(Map<String, byte[]> served, Map<String, List<Signer>> stolen) {
        List<String> names = List.copyOf(served.keySet());
        String name = names.get(file % names.size());
        byte[] bytes = served.get(name);
        byte[] second = served.get(names.get(other % names.size()));
        switch (kind) {
            case SERVE_ANOTHER_FILE -> served.put(name, second);
            case TRUNCATE -> served.put(name, Arrays.copyOf(bytes, other % bytes.length));
            case APPEND_SPACE -> served.put(name, joined(bytes, " "));
            case APPEND_JUNK -> served.put(name, joined(bytes, "{}"));
            case REPEAT_MEMBER -> served.put(name, new String(bytes, StandardCharsets.UTF_8)
                    .replaceFirst("\"version\":", "\"version\":" + other + ",\"version\":")
                    .getBytes(StandardCharsets.UTF_8));
            case REMOVE_FILE -> served.remove(name);
            case FORGE_ROOT -> forgeRoot(served);
            default -> {
                Map<String, Object> envelope = readable(bytes);
                if (envelope != null) {
                    edit(name, envelope, readable(second), stolen);
                    served.put(name, NaiveJson.write(envelope));
                }
            }
        }
    }

    /** The next root, which gives every role to the thief and is signed by nobody else. */
    private static void forgeRoot(Map<String, byte[]> served) {
        long newest = served.keySet().stream().filter(name -> name.endsWith(".root.json"))
                .mapToLong(name -> Long.parseLong(name.substring(0, name.indexOf('.')))).max().orElse(0);
        Map<String, Object> envelope = readable(served.getOrDefault(newest + ".root.json", new byte[0]));
        if (envelope == null || !NaiveChecker.object(envelope, "signed").containsKey("roles")) {
            return;
        }
        Signer thief = TestKeys.key(250);
        Map<String, Object> signed = NaiveChecker.object(envelope, "signed");
        signed.put("version", newest + 1);
        signed.put("keys", Map.of(thief.key().keyId(), thief.key().toJson()));
        members(signed, "roles").forEach(role -> role.putAll(
                Map.of("keyids", List.of(thief.key().keyId()), "threshold", 1L)));
        sign((newest + 1) + ".root.json", envelope, signed, Map.of("root", List.of(thief)));
        served.put((newest + 1) + ".root.json", NaiveJson.write(envelope));
    }

    static Map<String, Object> readable(byte[] bytes) {
        try {
            return NaiveJson.readObject(bytes);
        } catch (IllegalArgumentException | IndexOutOfBoundsException spoiledBefore) {
            return null;
        }
    }

    private void edit(String name, Map<String, Object> envelope, Map<String, Object> second,
            Map<String, List<Signer>> stolen) {
        Map<String, Object> signed = NaiveChecker.object(envelope, "signed");
        List<Object> signatures = signatures(envelope);
        switch (kind) {
            case DROP_SIGNATURE -> signatures.removeLast();
            case REPEAT_SIGNATURE -> signatures.add(signatures.getFirst());
            case REPEAT_UNDER_ANOTHER_ID -> signatures.add(Map.of("keyid", "0".repeat(64),
                    "sig", signature(signatures.getFirst())));
            case TAKE_SIGNATURES -> envelope.put("signatures", second == null ? List.of() : signatures(second));
            case SPOIL_SIGNATURE -> spoil(signatures);
            case REVERSE_MEMBERS -> envelope.put("signed", reversed(signed));
            default -> {
                change(signed);
                if (kind.needsKeys()) {
                    sign(name, envelope, signed, stolen);
                }
            }
        }
    }

    private void change(Map<String, Object> signed) {
        switch (kind) {
            case SET_VERSION, RESIGN_VERSION -> signed.put("version", (long) other);
            case LATER_EXPIRY -> signed.put("expires", "2099-01-01T00:00:00Z");
            case RESIGN_EXPIRED -> signed.put("expires", "2020-01-01T00:00:00Z");
            case INFLATE_LENGTHS, RESIGN_LENGTHS -> promises(signed).forEach(p -> p.put("length", 9_007_199_254_740_991L));
            case PROMISE_OTHER_VERSIONS, RESIGN_PROMISES -> promises(signed).forEach(p -> p.put("version", (long) other));
            case DROP_PROMISES, RESIGN_WITHOUT_PROMISES -> promises(signed).forEach(p -> {
                p.remove("length");
                p.remove("hashes");
            });
            case LOWER_THRESHOLDS -> members(signed, "roles").forEach(role -> role.put("threshold", 1L));
            case OTHER_TARGET, RESIGN_TARGET -> members(signed, "targets").forEach(target -> {
                target.put("length", (long) HostileServer.EVIL.length);
                target.put("hashes", Map.of("sha256", NaiveChecker.sha256(HostileServer.EVIL)));
            });
            default -> throw new IllegalStateException(kind.name());
        }
    }

    /** Signs with what keys of the role were stolen; with none, the old signatures stay and are wrong now. */
    static void sign(String name, Map<String, Object> envelope, Map<String, Object> signed,
            Map<String, List<Signer>> stolen) {
        List<Signer> keys = stolen.getOrDefault(role(name), List.of());
        if (keys.isEmpty()) {
            return;
        }
        byte[] payload = NaiveJson.canonical(signed);
        envelope.put("signatures", new ArrayList<Object>(keys.stream().map(key -> Map.of("keyid", key.key().keyId(),
                "sig", HexFormat.of().formatHex(key.sign(payload)))).toList()));
    }

    private static String role(String fileName) {
        String[] parts = fileName.split("\\.");
        return parts[parts.length - 2];
    }

    private static byte[] joined(byte[] bytes, String more) {
        return (new String(bytes, StandardCharsets.UTF_8) + more).getBytes(StandardCharsets.UTF_8);
    }

    @SuppressWarnings("unchecked")
    private static List<Object> signatures(Map<String, Object> envelope) {
        List<Object> signatures = (List<Object>) envelope.get("signatures");
        if (signatures.isEmpty()) {
            signatures.add(new LinkedHashMap<>(Map.of("keyid", "0".repeat(64), "sig", "00")));
        }
        return signatures;
    }

    private static String signature(Object entry) {
        return (String) ((Map<?, ?>) entry).get("sig");
    }

    private void spoil(List<Object> signatures) {
        Map<?, ?> first = (Map<?, ?>) signatures.getFirst();
        char[] hex = signature(first).toCharArray();
        hex[other % hex.length] = hex[other % hex.length] == '0' ? '1' : '0';
        signatures.set(0, Map.of("keyid", first.get("keyid"), "sig", new String(hex)));
    }

    private static Map<String, Object> reversed(Map<String, Object> members) {
        List<String> names = new ArrayList<>(members.keySet());
        Collections.reverse(names);
        Map<String, Object> reversed = new LinkedHashMap<>();
        names.forEach(name -> reversed.put(name, members.get(name)));
        return reversed;
    }

    private static List<Map<String, Object>> promises(Map<String, Object> signed) {
        return members(signed, "meta");
    }

    private static List<Map<String, Object>> members(Map<String, Object> signed, String name) {
        Map<String, Object> all = signed.get(name) instanceof Map<?, ?> ? NaiveChecker.object(signed, name) : Map.of();
        return all.keySet().stream().map(member -> NaiveChecker.object(all, member)).toList();
    }
}
