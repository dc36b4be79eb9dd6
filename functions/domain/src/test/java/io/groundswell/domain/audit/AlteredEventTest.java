package io.groundswell.domain.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One event that was altered is blamed itself, not the events around it; two lanes, one after the other. */
class AlteredEventTest {

    private static final Instant NINE = Instant.parse("2026-03-01T09:00:00Z");
    private static final String IN_LANE_0 = subjectOf(0);
    private static final String IN_LANE_1 = subjectOf(1);

    private final List<String> findings = new ArrayList<>();
    private final List<ChainedEvent> chain = new ArrayList<>();
    private final Map<Lane, ChainHead> heads = new LinkedHashMap<>();

    AlteredEventTest() {
        for (int revision = 1; revision <= 5; revision++) {
            append(IN_LANE_0, revision);
        }
        for (int revision = 1; revision <= 4; revision++) {
            append(IN_LANE_1, revision);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sequence 999", "sequence 1", "revision 5000", "revision 1", "lane f#0", "lane f#1",
            "previous_hash aa", "hash aa", "time 2026-03-01T09:00:01.000Z", "type u", "actor mallory", "data 7"})
    @DisplayName("[R32] whatever member of whatever event is altered, that event alone is named, once")
    void blamesTheAlteredEvent(String alteration) {
        String[] words = alteration.split(" ");
        for (int at = 0; at < 9; at++) {
            ChainedEvent altered = ChainedEvent.of(altered(chain.get(at), words[0], words[1]));
            List<ChainedEvent> found = new ArrayList<>(chain);
            found.set(at, altered);
            verify(found);
            if (altered.equals(chain.get(at))) {
                assertEquals(List.of(), findings);
            } else {
                assertEquals(1, findings.size(), alteration + " at " + (at + 1) + ": " + findings);
                assertEquals("at " + (at + 1) + ": altered", findings.getFirst().substring(0, 13), findings.toString());
            }
        }
    }

    @Test
    @DisplayName("[R32] an event that was moved by its sequence is named with the place that its hash is for")
    void namesTheTruePlace() {
        verify(with(2, "sequence", "999"));
        assertEquals(List.of("at 3: altered: lane f#0 sequence 999, subject " + IN_LANE_0 + " revision 3: the hash is not "
                + "that of the event, but that of lane f#0 sequence 3 revision 3"), findings);
        verify(with(6, "revision", "5000"));
        assertEquals(List.of("at 7: altered: lane f#1 sequence 2, subject " + IN_LANE_1 + " revision 5000: the hash is not "
                + "that of the event, but that of lane f#1 sequence 2 revision 2"), findings);
    }

    @Test
    @DisplayName("[R32] an event of which nothing can be believed leaves one gap in its lane and one in its subject")
    void movesNothing() {
        List<ChainedEvent> found = with(2, "sequence", "999");
        found.set(2, ChainedEvent.of(altered(found.get(2), "actor", "mallory")));
        verify(found);
        assertEquals(List.of("at 3: altered: lane f#0 sequence 999, subject " + IN_LANE_0 + " revision 3: the hash is not "
                + "that of the event",
                "at 4: removed: lane f#0: sequence 3 is missing before this event",
                "at 4, lane f#0 sequence 4: missing: revision 3 of subject " + IN_LANE_0 + " is missing before this event"),
                findings);
    }

    @Test
    @DisplayName("[R32] an event with another's hash that stands between two was inserted, and moves nothing")
    void findsForgedInsertion() {
        List<ChainedEvent> found = new ArrayList<>(chain);
        found.add(3, ChainedEvent.of(altered(chain.get(1), "actor", "mallory")));
        verify(found);
        assertEquals(List.of("at 4: altered: lane f#0 sequence 2, subject " + IN_LANE_0 + " revision 2: the hash is not "
                + "that of the event",
                "at 4: inserted: lane f#0 sequence 2, subject " + IN_LANE_0 + " revision 2: an event with this sequence "
                + "stands before it; the lane had reached 3 at at 3"), findings);
    }

    @Test
    @DisplayName("[R33] a verification that is put aside beside an altered event finds what one in a single run finds")
    void resumesAnywhere() {
        List<ChainedEvent> found = with(1, "hash", "aa");
        for (int stop = 0; stop <= 5; stop++) {
            findings.clear();
            ChainVerification first = new ChainVerification("f", 2, finding -> findings.add(finding.toString()));
            take(first, found, 0, stop);
            ChainVerification second = ChainVerification.resume("f", 2, first.state(),
                    finding -> findings.add(finding.toString()));
            take(second, found, stop, 9);
            heads.values().forEach(second::end);
            assertEquals(List.of("at 2: altered: lane f#0 sequence 2, subject " + IN_LANE_0 + " revision 2: the hash is not "
                    + "that of the event"), findings, "put aside after " + stop);
        }
    }

    private List<ChainedEvent> with(int at, String member, String value) {
        List<ChainedEvent> found = new ArrayList<>(chain);
        found.set(at, ChainedEvent.of(altered(chain.get(at), member, value)));
        return found;
    }

    private static Map<String, Object> altered(ChainedEvent event, String member, String value) {
        Map<String, Object> members = new HashMap<>(event.members());
        members.put("data", new HashMap<>(event.event().data()));
        members.put(member, switch (member) {
            case "sequence", "revision" -> Long.valueOf(value);
            case "previous_hash", "hash" -> value.repeat(32);
            case "data" -> new HashMap<>(Map.of("n", Long.valueOf(value)));
            default -> value;
        });
        return members;
    }

    private void verify(List<ChainedEvent> found) {
        findings.clear();
        ChainVerification verification = new ChainVerification("f", 2, finding -> findings.add(finding.toString()));
        take(verification, found, 0, found.size());
        heads.values().forEach(verification::end);
    }

    private static void take(ChainVerification verification, List<ChainedEvent> found, int from, int to) {
        for (int i = from; i < to; i++) {
            verification.take(found.get(i), "at " + (i + 1));
        }
    }

    private void append(String subject, long revision) {
        Lane lane = Lane.of("f", subject.substring(0, subject.indexOf('/')), 2);
        chain.add(heads.getOrDefault(lane, ChainHead.origin(lane))
                .append(new AuditEvent("f", subject, revision, NINE, "t", "a", Map.of("n", revision))));
        heads.put(lane, chain.getLast().head());
    }

    private static String subjectOf(int lane) {
        for (int i = 0; ; i++) {
            if (Lane.of("f", "D#" + i, 2).index() == lane) {
                return "D#" + i + "/META";
            }
        }
    }
}
