package io.groundswell.domain.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.groundswell.domain.json.CanonicalJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The literal hashes were computed outside of this code: SHA-256 over the previous hash's text and sorted JSON. */
class ChainTest {

    private static final Lane LANE = new Lane("plant", 2);
    private static final String META = "ROLLOUT#plant#r1/META";
    private static final String FIRST = "83ddaafdd5f9b48131bc707c37c16de7d99f2209cc4ab4d80c5bf3719f6244b6";
    private static final String SECOND = "8205b9da0b5fdd14ee0d4f056088a3f89c772fc031f521e782ae655a64bb63d8";
    private static final String THIRD = "74fff4fecbe150956e6b70cc4635e3610049b4a00a3b2b44ad92f26b62ae6ab0";

    private static final AuditEvent CREATED = new AuditEvent("plant", META, 1, Instant.parse("2026-03-01T09:30:00Z"),
            "rollout.created", "arn:aws:iam::123456789012:user/ana",
            Map.of("artifact", "gauge", "version", "1.4.0", "waves", 2, "separated", false));
    private static final AuditEvent OPENED = new AuditEvent("plant", META, 2, Instant.parse("2026-03-01T09:30:01.250Z"),
            "rollout.wave_opened", "groundswell", Map.of("wave", 0, "size", 1));
    private static final AuditEvent HALTED = new AuditEvent("plant", META, 3, Instant.parse("2026-03-01T09:31:07.004Z"),
            "rollout.halted", "arn:aws:iam::123456789012:user/ben", Map.of("wave", 0, "failures", 1, "devices", 1,
            "tolerance", "0.05", "reason", "smell of \"smoke\" at h\u00f6fn"));

    @Test
    @DisplayName("[R31] an event is hashed with fleet, subject, revision, lane, sequence, time, type, actor and data")
    void hashesEveryMember() {
        assertEquals("{\"actor\":\"groundswell\",\"data\":{\"size\":1,\"wave\":0},\"fleet\":\"plant\","
                + "\"lane\":\"plant#2\",\"revision\":2,\"sequence\":2,\"subject\":\"ROLLOUT#plant#r1/META\","
                + "\"time\":\"2026-03-01T09:30:01.250Z\",\"type\":\"rollout.wave_opened\"}",
                CanonicalJson.encodeToString(OPENED.hashed("plant#2", 2)));
    }

    @Test
    @DisplayName("[R32] each hash covers the hash before it; the first covers 64 zeros")
    void chainsLiteralHashes() {
        List<ChainedEvent> chain = chain(CREATED, OPENED, HALTED);
        assertEquals(List.of(FIRST, SECOND, THIRD), hashes(chain));
        assertEquals(List.of("0".repeat(64), FIRST, SECOND), chain.stream().map(ChainedEvent::previousHash).toList());
        assertEquals(List.of(1L, 2L, 3L), chain.stream().map(ChainedEvent::sequence).toList());
        assertEquals(new ChainHead(LANE, 3, THIRD), chain.getLast().head());
    }

    @Test
    @DisplayName("[R32] reordered events have other hashes, the last one included")
    void reorderingShows() {
        assertEquals(List.of(FIRST, "5200834a776fe1f20fefb8245be94234bea8e35c02ea6634716c881ee6d935f1",
                "c5977f16578e38dc47c818cdc04eb3f86f389b11d5bdb8b0361311b0943c2b37"),
                hashes(chain(CREATED, HALTED, OPENED)));
    }

    @Test
    @DisplayName("[R32] a dropped event changes every later hash")
    void droppingShows() {
        assertNotEquals(THIRD, chain(CREATED, HALTED).getLast().hash());
        assertNotEquals(SECOND, chain(OPENED).getLast().hash());
    }

    @Test
    @DisplayName("[R32] an event moved to another lane has another hash")
    void theLaneCounts() {
        assertNotEquals(FIRST, ChainHead.origin(new Lane("plant", 3)).append(CREATED).hash());
        assertNotEquals(FIRST, ChainHead.origin(new Lane("plant2", 2)).append(CREATED).hash());
    }

    @Test
    @DisplayName("[R31] the facts of an event cannot be changed after the fact")
    void factsAreCopied() {
        Map<String, Object> facts = new HashMap<>(Map.of("wave", 0, "size", 1));
        AuditEvent event = new AuditEvent("plant", META, 2, OPENED.time(), OPENED.type(), OPENED.actor(), facts);
        facts.put("size", 99);
        assertEquals(OPENED, event);
        assertThrows(UnsupportedOperationException.class, () -> event.data().clear());
    }

    @Test
    @DisplayName("[R32] revisions start at 1")
    void revisionsStartAtOne() {
        assertThrows(IllegalArgumentException.class, () -> new AuditEvent("plant", META, 0, CREATED.time(),
                CREATED.type(), CREATED.actor(), Map.of()));
    }

    @ParameterizedTest
    @CsvSource({"ROLLOUT#plant#r1, 3", "DEVICE#plant#press-1, 2", "DEVICE#plant#press-2, 0", "FLEET#plant, 3"})
    @DisplayName("[R32] a partition key always has the same lane")
    void lanesAreStable(String partitionKey, int index) {
        assertEquals(new Lane("plant", index), Lane.of("plant", partitionKey, 4));
        assertEquals(new Lane("plant", 0), Lane.of("plant", partitionKey, 1));
        assertEquals("plant#" + index, Lane.of("plant", partitionKey, 4).toString());
    }

    private static List<String> hashes(List<ChainedEvent> chain) {
        return chain.stream().map(ChainedEvent::hash).toList();
    }

    private static List<ChainedEvent> chain(AuditEvent... events) {
        ChainHead head = ChainHead.origin(LANE);
        List<ChainedEvent> chain = new ArrayList<>();
        for (AuditEvent event : events) {
            chain.add(head.append(event));
            head = chain.getLast().head();
        }
        return chain;
    }
}
