package io.groundswell.simulation.check;

import static io.groundswell.simulation.check.Read.map;
import static io.groundswell.simulation.check.Read.number;
import static io.groundswell.simulation.check.Read.text;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The audit table as it grows: every event once, in order, chained, and what was written with the change (R31, R32). */
final class AuditTrail {

    private static final String FIRST = "0".repeat(64);

    private final Map<String, Map<String, AttributeValue>> written = new HashMap<>();
    private final Map<String, Long> writtenRevisions = new TreeMap<>();
    private final Map<String, Long> recordedRevisions = new HashMap<>();
    private final Map<String, String> hashes = new HashMap<>();
    private final Map<String, Long> sequences = new HashMap<>();
    private final Map<String, String> lanes = new HashMap<>();

    /** An audited write to the fleet table. */
    void written(String subject, Map<String, AttributeValue> before, Map<String, AttributeValue> after) {
        long rev = number(after, "rev");
        Violation.unless(rev == Math.max(0, number(before, "rev")) + 1,
                "[R32] every write raises the revision of %s by one, found %d after %d", subject, rev, number(before, "rev"));
        written.put(subject + "@" + rev, map(after, "event"));
        writtenRevisions.put(subject, rev);
    }

    void recorded(Map<String, AttributeValue> before, Map<String, AttributeValue> event) {
        String subject = text(event, "subject");
        long revision = number(event, "revision");
        Violation.unless(before.isEmpty() && !event.isEmpty(), "[R32] the audit table only grows, found a change of %s",
                before);
        Violation.unless(recordedRevisions.getOrDefault(subject, 0L) + 1 == revision,
                "[R32] revisions of %s have no gap, found %d after %s", subject, revision, recordedRevisions.get(subject));
        recordedRevisions.put(subject, revision);
        requireSame(subject, revision, event);
        requireFindable(subject, event);
        requireChained(event);
    }

    /** Everything that was written is on record. */
    void requireComplete() {
        writtenRevisions.forEach((subject, revision) -> Violation.unless(revision.equals(recordedRevisions.get(subject)),
                "[R32] every revision of %s is on record, found %s of %d", subject, recordedRevisions.get(subject), revision));
    }

    private void requireSame(String subject, long revision, Map<String, AttributeValue> event) {
        Map<String, AttributeValue> intent = written.remove(subject + "@" + revision);
        Violation.unless(intent != null, "[R31] nobody wrote %s at revision %d, but it is on record", subject, revision);
        Map<String, AttributeValue> data = new HashMap<>(map(event, "data"));
        map(intent, "data").forEach((name, value) -> Violation.unless(value.equals(data.remove(name)),
                "[R31] %s of %s at revision %d is recorded as written", name, subject, revision));
        data.remove("epoch");
        Violation.unless(data.isEmpty() && text(event, "type").equals(text(intent, "type"))
                        && text(event, "actor").equals(text(intent, "actor")) && text(event, "time").equals(text(intent, "at")),
                "[R31] %s at revision %d is recorded as written, found %s for %s", subject, revision, event, intent);
    }

    /** Events of one entity are in one lane, and those of an artifact in its history (R32, R33). */
    private void requireFindable(String subject, Map<String, AttributeValue> event) {
        String lane = lanes.computeIfAbsent(subject.split("/", 2)[0], entity -> text(event, "lane"));
        Violation.unless(text(event, "lane").equals(lane), "[R32] events of %s are in lane %s, found %s", subject, lane,
                text(event, "lane"));
        String artifact = text(map(event, "data"), "artifact");
        Violation.unless(!artifact.isEmpty() || !text(event, "type").startsWith("rollout."),
                "[R33] %s of %s is in the history of what it installs", text(event, "type"), subject);
        Violation.unless(artifact.isEmpty() ? !event.containsKey("product")
                        : text(event, "product").equals(text(event, "fleet") + "#" + artifact)
                        && event.containsKey("product_order"),
                "[R33] an event of artifact '%s' is in its history, found '%s'", artifact, text(event, "product"));
    }

    private void requireChained(Map<String, AttributeValue> event) {
        String lane = text(event, "lane");
        long sequence = number(event, "seq");
        Violation.unless(sequence == sequences.getOrDefault(lane, 0L) + 1, "[R32] lane %s goes on with %d, found %d", lane,
                sequences.getOrDefault(lane, 0L) + 1, sequence);
        String previous = hashes.getOrDefault(lane, FIRST);
        Violation.unless(text(event, "previous_hash").equals(previous) && text(event, "hash").equals(hash(previous, event)),
                "[R32] event %d of lane %s holds the hash before it and its own", sequence, lane);
        sequences.put(lane, sequence);
        hashes.put(lane, text(event, "hash"));
    }

    private static String hash(String previous, Map<String, AttributeValue> event) {
        Map<String, AttributeValue> covered = new HashMap<>();
        for (String name : new String[] {"fleet", "subject", "revision", "lane", "time", "type", "actor", "data"}) {
            covered.put(name, event.get(name));
        }
        covered.put("sequence", event.get("seq"));
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256")
                    .digest((previous + json(AttributeValue.fromM(covered))).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String json(AttributeValue value) {
        return switch (value.type()) {
            case S -> "\"" + value.s().replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
            case N -> value.n();
            case BOOL -> value.bool().toString();
            case L -> "[" + String.join(",", value.l().stream().map(AuditTrail::json).toList()) + "]";
            case M -> "{" + String.join(",", new TreeMap<>(value.m()).entrySet().stream()
                    .map(member -> "\"" + member.getKey() + "\":" + json(member.getValue())).toList()) + "}";
            default -> throw new Violation("[R31] facts are texts, numbers, booleans, lists and maps, found " + value);
        };
    }
}
