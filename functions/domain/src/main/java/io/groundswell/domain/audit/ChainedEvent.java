package io.groundswell.domain.audit;

/** An event in its place: lane, sequence, the hash before it and its own (R31). */
public record ChainedEvent(AuditEvent event, Lane lane, long sequence, String previousHash, String hash) {

    /** The head of the chain once this event is its last. */
    public ChainHead head() {
        return new ChainHead(lane, sequence, hash);
    }
}
