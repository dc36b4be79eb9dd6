package io.groundswell.tuf.repository;

import io.groundswell.tuf.InvalidInput;
import io.groundswell.tuf.Key;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Who holds the two offline roles: all keys of each, and how many of them have to sign. */
public record OfflineRoles(List<Key> rootKeys, int rootThreshold, List<Key> targetsKeys, int targetsThreshold) {

    /** Refuses thresholds that the keys cannot reach, and a key that is named twice. */
    public OfflineRoles {
        rootKeys = List.copyOf(rootKeys);
        targetsKeys = List.copyOf(targetsKeys);
        requireReachable("root", rootKeys, rootThreshold);
        requireReachable("targets", targetsKeys, targetsThreshold);
    }

    private static void requireReachable(String role, List<Key> keys, int threshold) {
        Set<String> distinct = new HashSet<>();
        for (Key key : keys) {
            if (!distinct.add(key.identity())) {
                throw new InvalidInput("the key " + key.keyId() + " is named twice for the role " + role);
            }
        }
        if (threshold < 1 || threshold > keys.size()) {
            throw new InvalidInput("the threshold of the role " + role + " is from 1 to its " + keys.size()
                    + " keys, found " + threshold);
        }
    }
}
