package io.groundswell.tuf;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who may sign for a role: key ids and how many different public keys of them have to. */
public record Role(List<String> keyIds, int threshold, Map<String, Object> unrecognized) {

    /** Copies the lists; a threshold is 1 or more. */
    public Role {
        keyIds = List.copyOf(keyIds);
        if (threshold < 1) {
            throw new InvalidInput("a threshold is 1 or more, found " + threshold);
        }
        unrecognized = Collections.unmodifiableMap(new LinkedHashMap<>(unrecognized));
    }

    /** A role held by these keys. */
    public static Role of(List<Key> keys, int threshold) {
        return new Role(keys.stream().map(Key::keyId).toList(), threshold, Map.of());
    }

    static Role read(JsonFields fields) {
        return new Role(fields.texts("keyids"), fields.threshold("threshold"), fields.rest());
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>(unrecognized);
        json.put("keyids", keyIds);
        json.put("threshold", (long) threshold);
        return json;
    }

    /** The identities of this role's public keys. */
    Set<String> identities(Map<String, Key> keys) {
        Set<String> identities = new HashSet<>();
        keyIds.stream().filter(keys::containsKey).forEach(id -> identities.add(keys.get(id).identity()));
        return identities;
    }

    /**
     * Refuses metadata that fewer different public keys have signed than the threshold asks for.
     *
     * @param name the role's name, for the message
     * @param keys the delegator's keys by id
     */
    void requireSigned(String name, Metadata<?> metadata, Map<String, Key> keys) {
        Set<String> voters = new HashSet<>();
        for (Signature signature : metadata.signatures()) {
            Key key = keyIds.contains(signature.keyId()) ? keys.get(signature.keyId()) : null;
            if (key != null && signature.isBy(key, metadata.payload())) {
                voters.add(key.identity());
            }
            if (voters.size() >= threshold) {
                return;
            }
        }
        throw new MetadataRefused(MetadataRefused.Reason.UNSIGNED, "%s version %d needs valid signatures of %d of the "
                .formatted(name, metadata.signed().version(), threshold)
                + keyIds.size() + " keys of its role, found " + voters.size());
    }
}
