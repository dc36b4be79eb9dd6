package io.groundswell.domain.audit;

import io.groundswell.domain.time.Timestamps;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What happened to one subject at one revision, before it has a place in a chain (R31).
 *
 * @param subject the item it happened to: partition key, {@code /}, sort key
 * @param revision 1, 2, 3 … without gaps per subject
 * @param actor who caused it: an IAM ARN, {@code device:<name>} or {@code groundswell}
 * @param data facts as text, integers, booleans, lists and maps of these; never payload (R4)
 */
public record AuditEvent(String fleet, String subject, long revision, Instant time, String type, String actor,
        Map<String, Object> data) {

    /** The fact in {@link #data} of an event that was appended after the stream had lost it: when that was. */
    public static final String RECONCILED_AT = "reconciled_at";

    public AuditEvent {
        if (revision < 1) {
            throw new IllegalArgumentException("the first revision of " + subject + " is 1, found " + revision);
        }
        data = Map.copyOf(data);
    }

    /** The same at another revision. */
    AuditEvent at(long otherRevision) {
        return new AuditEvent(fleet, subject, otherRevision, time, type, actor, data);
    }

    /** Whether it was appended late, so that later revisions of its subject may stand before it. */
    public boolean isReconciled() {
        return data.containsKey(RECONCILED_AT);
    }

    /** The partition key of the subject: everything up to the first {@code /}, which no name contains. */
    public String partition() {
        return subject.substring(0, Math.max(0, subject.indexOf('/')));
    }

    /** The members that the hash covers, besides the previous hash. */
    public Map<String, Object> hashed(String lane, long sequence) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("fleet", fleet);
        members.put("subject", subject);
        members.put("revision", revision);
        members.put("lane", lane);
        members.put("sequence", sequence);
        members.put("time", Timestamps.format(time));
        members.put("type", type);
        members.put("actor", actor);
        members.put("data", data);
        return members;
    }
}
