package io.groundswell.domain.audit;

import java.util.LinkedHashMap;
import java.util.Map;

/** An event in its place: lane, sequence, the hash before it and its own (R31). */
public record ChainedEvent(AuditEvent event, Lane lane, long sequence, String previousHash, String hash) {

    static final String PREVIOUS_HASH = "previous_hash";
    static final String HASH = "hash";

    /** The head of the chain once this event is its last. */
    public ChainHead head() {
        return new ChainHead(lane, sequence, hash);
    }

    /** Whether its own hash is that of its members and of the hash it says stands before it. */
    public boolean isGenuine() {
        try {
            return new ChainHead(lane, sequence - 1, previousHash).append(event).hash().equals(hash);
        } catch (IllegalArgumentException noCanonicalForm) {
            return false;
        }
    }

    /** The event as answers and exports show it: all that its hash covers, and the hashes. */
    public Map<String, Object> members() {
        Map<String, Object> members = new LinkedHashMap<>(event.hashed(lane.toString(), sequence));
        members.put(PREVIOUS_HASH, previousHash);
        members.put(HASH, hash);
        return members;
    }

    /**
     * The event that {@link #members()} describes.
     *
     * @throws IllegalArgumentException saying what a member must be, when one is missing, unknown or no such thing
     */
    public static ChainedEvent of(Map<String, ?> members) {
        return new EventMembers(members).read();
    }
}
