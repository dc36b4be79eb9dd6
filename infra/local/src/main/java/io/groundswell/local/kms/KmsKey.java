package io.groundswell.local.kms;

import java.security.KeyPair;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One signing key.
 *
 * @param logicalId the template's name for it, by which a restart finds it again
 * @param deletion when it goes away, for a key that is pending deletion
 */
record KmsKey(String id, KeySpec spec, KeyPair pair, String description, Instant created, Optional<String> logicalId,
        boolean enabled, Optional<Instant> deletion, Map<String, String> tags) {

    KmsKey {
        tags = Map.copyOf(tags);
    }

    KmsKey withEnabled(boolean nowEnabled) {
        return new KmsKey(id, spec, pair, description, created, logicalId, nowEnabled, deletion, tags);
    }

    /** AWS disables a key whose deletion is scheduled, and leaves it disabled when that is cancelled. */
    KmsKey withDeletion(Optional<Instant> at) {
        return new KmsKey(id, spec, pair, description, created, logicalId, false, at, tags);
    }

    KmsKey withTags(Map<String, String> newTags) {
        return new KmsKey(id, spec, pair, description, created, logicalId, enabled, deletion, newTags);
    }

    String state() {
        return deletion.isPresent() ? "PendingDeletion" : enabled ? "Enabled" : "Disabled";
    }

    @Override
    public String toString() {
        return "KmsKey[" + id + ", " + spec + ", " + state() + "]";
    }
}
