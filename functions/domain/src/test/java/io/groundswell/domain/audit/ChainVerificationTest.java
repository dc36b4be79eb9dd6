package io.groundswell.domain.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ChainVerificationTest {

    private static final Lane LANE = new Lane("f", 0);
    private static final Instant NINE = Instant.parse("2026-03-01T09:00:00Z");

    private final List<String> findings = new ArrayList<>();
    private final List<ChainedEvent> chain = new ArrayList<>();

    @Test
    @DisplayName("[R32] a chain as it was written has no findings")
    void acceptsWhatWasWritten() {
        write("D#d/META", 1, 2, 3);
        write("D#e/META", 1, 2);
        verify(chain, head());
        assertEquals(List.of(), findings);
    }

    @Test
    @DisplayName("[R32] an altered event is found at its place")
    void findsAltered() {
        write("D#d/META", 1, 2, 3);
        ChainedEvent second = chain.get(1);
        AuditEvent forged = new AuditEvent("f", "D#d/META", 2, NINE, "t", "mallory", Map.of());
        chain.set(1, new ChainedEvent(forged, LANE, 2, second.previousHash(), second.hash()));
        verify(chain, head());
        assertEquals(List.of("at 2: altered: lane f#0 sequence 2, subject D#d/META revision 2: "
                + "the hash is not that of the event"), findings);
    }

    @Test
    @DisplayName("[R32] an altered event with a hash that fits it no longer fits the event after it")
    void findsRecomputed() {
        write("D#d/META", 1, 2, 3);
        chain.set(1, chain.get(0).head().append(new AuditEvent("f", "D#d/META", 2, NINE, "t", "mallory", Map.of())));
        verify(chain, head());
        assertEquals(List.of("at 3: altered: lane f#0 sequence 3, subject D#d/META revision 3: the previous hash is not "
                + "the hash of the event before, at at 2: one of the two was replaced"), findings);
    }

    @Test
    @DisplayName("[R32] a chain that was recomputed to its end does not reach the head")
    void findsRewrittenChain() {
        write("D#d/META", 1, 2);
        ChainHead head = head();
        chain.clear();
        append(new AuditEvent("f", "D#d/META", 1, NINE, "t", "mallory", Map.of()));
        write("D#d/META", 2);
        verify(chain, head);
        assertEquals(List.of("altered: lane f#0 sequence 2 (at 2): the last event's hash is not the head's"), findings);
    }

    @Test
    @DisplayName("[R32] a removed event leaves a gap in its lane and in its subject")
    void findsRemoved() {
        write("D#d/META", 1, 2, 3, 4);
        ChainHead head = head();
        chain.remove(2);
        chain.remove(1);
        verify(chain, head);
        assertEquals(List.of("at 2: removed: lane f#0: sequences 2 to 3 are missing before this event",
                "at 2, lane f#0 sequence 4: missing: revisions 2 to 3 of subject D#d/META are missing before this event"),
                findings);
    }

    @Test
    @DisplayName("[R32] two events that changed places are found, and nothing else")
    void findsReordered() {
        write("D#d/META", 1);
        write("D#e/META", 1);
        write("D#d/META", 2);
        chain.add(1, chain.remove(2));
        verify(chain, new ChainHead(LANE, 3, chain.get(1).hash()));
        assertEquals(List.of("at 3: reordered: lane f#0 sequence 2, subject D#e/META revision 1: "
                + "it stands after sequence 3"), findings);
    }

    @Test
    @DisplayName("[R32] an event that stands twice was inserted")
    void findsInserted() {
        write("D#d/META", 1, 2);
        chain.add(chain.get(0));
        verify(chain, new ChainHead(LANE, 2, chain.get(1).hash()));
        assertEquals(List.of("at 3: inserted: lane f#0 sequence 1, subject D#d/META revision 1: an event with this "
                + "sequence stands before it; the lane had reached 2 at at 2"), findings);
    }

    @Test
    @DisplayName("[R32] an event of another fleet, and one beyond the head, were inserted")
    void findsForeign() {
        write("D#d/META", 1, 2);
        ChainHead head = chain.get(0).head();
        chain.add(ChainHead.origin(new Lane("g", 0)).append(new AuditEvent("g", "D#d/META", 1, NINE, "t", "a", Map.of())));
        verify(chain, head);
        assertEquals(List.of("at 3: inserted: lane g#0 sequence 1, subject D#d/META revision 1: fleet f has the lanes f#0 "
                + "to 0 and no events of another fleet",
                "inserted: lane f#0 goes on to sequence 2 (at 2), its head is at sequence 1"), findings);
    }

    @Test
    @DisplayName("[R32] a lane that ends before its head was truncated")
    void findsTruncated() {
        write("D#d/META", 1, 2, 3);
        ChainHead head = head();
        verify(chain.subList(0, 1), head);
        assertEquals(List.of("truncated: lane f#0 ends at sequence 1 (at 1), its head is at sequence 3: "
                + "2 events are missing at its end"), findings);
    }

    @Test
    @DisplayName("[R32] an event of a subject that belongs to another lane is found")
    void findsWrongLane() {
        ChainVerification verification = new ChainVerification("f", 4, finding -> findings.add(finding.toString()));
        Lane right = Lane.of("f", "D#d", 4);
        Lane wrong = new Lane("f", (right.index() + 1) % 4);
        verification.take(ChainHead.origin(wrong).append(event("D#d/META", 1, Map.of())), "here");
        assertEquals(List.of("here: inserted: lane " + wrong + " sequence 1, subject D#d/META revision 1: "
                + "events of this subject belong to lane " + right), findings);
    }

    @Test
    @DisplayName("[R32] a revision that comes late must be marked as reconciled")
    void acceptsReconciledRevisions() {
        write("D#d/META", 1, 3);
        append(event("D#d/META", 2, Map.of("reconciled_at", "2026-03-03T09:00:00.000Z")));
        verify(chain, head());
        assertEquals(List.of(), findings);

        chain.removeLast();
        write("D#d/META", 2);
        verify(chain, head());
        assertEquals(List.of("at 3: reordered: lane f#0 sequence 3, subject D#d/META revision 2: it stands after "
                + "revision 3 of its subject and is not marked as reconciled"), findings);
    }

    @Test
    @DisplayName("[R32] a revision cannot be recorded twice, reconciled or not")
    void refusesSecondRevision() {
        write("D#d/META", 1, 2);
        append(event("D#d/META", 1, Map.of("reconciled_at", "2026-03-03T09:00:00.000Z")));
        verify(chain, head());
        assertEquals(List.of("at 3: inserted: lane f#0 sequence 3, subject D#d/META revision 1: "
                + "this revision of the subject stands before it"), findings);
    }

    @Test
    @DisplayName("[R33] a verification that is put aside at any event finds what one in a single run finds")
    void resumesAnywhere() {
        write("D#d/META", 1, 3);
        write("D#e/META", 1, 3, 5);
        append(event("D#d/META", 2, Map.of("reconciled_at", "2026-03-03T09:00:00.000Z")));
        verify(chain, head());
        List<String> expected = List.copyOf(findings);
        assertEquals(2, expected.size());
        for (int stop = 0; stop <= chain.size(); stop++) {
            findings.clear();
            ChainVerification first = new ChainVerification("f", 1, finding -> findings.add(finding.toString()));
            take(first, 0, stop);
            ChainVerification second = ChainVerification.resume("f", 1, first.state(),
                    finding -> findings.add(finding.toString()));
            take(second, stop, chain.size());
            second.end(head());
            assertEquals(expected, findings, "put aside after " + stop);
            assertEquals(6, second.events());
        }
    }

    @Test
    @DisplayName("[R33] a verification that is put aside beside missing events finds them, and those that come late")
    void resumesBesideGaps() {
        write("D#d/META", 1, 2, 3, 4, 5, 6, 7);
        ChainHead head = head();
        ChainedEvent late = chain.remove(4);
        chain.remove(3);
        chain.remove(1);
        chain.add(3, late);
        List<String> expected = List.of("at 4: reordered: lane f#0 sequence 5, subject D#d/META revision 5: it stands after "
                + "sequence 6", "at 4: reordered: lane f#0 sequence 5, subject D#d/META revision 5: it stands after revision 6 "
                + "of its subject and is not marked as reconciled",
                "at 2: removed: lane f#0: sequence 2 is missing before this event",
                "at 3: removed: lane f#0: sequence 4 is missing before this event");
        for (int stop = 0; stop <= chain.size(); stop++) {
            findings.clear();
            ChainVerification first = new ChainVerification("f", 1, finding -> findings.add(finding.toString()));
            take(first, 0, stop);
            ChainVerification second = ChainVerification.resume("f", 1, first.state(),
                    finding -> findings.add(finding.toString()));
            take(second, stop, chain.size());
            second.end(head);
            List<String> ofTheLane = findings.stream().filter(finding -> finding.contains(": lane f#0")).toList();
            assertEquals(expected, ofTheLane, "put aside after " + stop);
        }
    }

    @Test
    @DisplayName("[R33] a gap is named by the sequence after it where there are no lines")
    void namesGapsWithoutLines() {
        write("D#d/META", 1, 2, 3);
        ChainVerification verification = new ChainVerification("f", 1, finding -> findings.add(finding.toString()));
        verification.take(chain.get(0), "");
        verification.take(chain.get(2), "");
        verification.end();
        assertEquals("sequence 3: removed: lane f#0: sequence 2 is missing before this event", findings.getFirst());
    }

    private void verify(List<ChainedEvent> events, ChainHead head) {
        findings.clear();
        ChainVerification verification = new ChainVerification("f", 1, finding -> findings.add(finding.toString()));
        for (int i = 0; i < events.size(); i++) {
            verification.take(events.get(i), "at " + (i + 1));
        }
        verification.end(head);
    }

    private void take(ChainVerification verification, int from, int to) {
        for (int i = from; i < to; i++) {
            verification.take(chain.get(i), "at " + (i + 1));
        }
    }

    private void write(String subject, long... revisions) {
        for (long revision : revisions) {
            append(event(subject, revision, Map.of("n", revision)));
        }
    }

    private void append(AuditEvent event) {
        chain.add(head().append(event));
    }

    private ChainHead head() {
        return chain.isEmpty() ? ChainHead.origin(LANE) : chain.getLast().head();
    }

    private static AuditEvent event(String subject, long revision, Map<String, Object> data) {
        return new AuditEvent("f", subject, revision, NINE, "t", "a", new HashMap<>(data));
    }
}
