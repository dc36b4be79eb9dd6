package io.groundswell.domain.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CanonicalJsonTest {

    @Test
    @DisplayName("[R32] keys are sorted, white space is absent, so equal events have equal hashes")
    void sortsKeysAndLeavesNoWhiteSpace() {
        assertEquals("{\"a\":[1,true,null,\"x\"],\"b\":{}}", CanonicalJson.encodeToString(
                Map.of("b", Map.of(), "a", Arrays.asList(1, true, null, "x"))));
    }

    @Test
    void escapesOnlyTheQuoteAndTheBackslash() {
        assertEquals("\"a\\\"b\\\\c\nd\"", CanonicalJson.encodeToString("a\"b\\c\nd"));
    }

    @Test
    void ordersKeysByCodePointNotByUtf16Unit() {
        assertEquals("{\"\uffee\":1,\"\ud83d\ude00\":2}", CanonicalJson.encodeToString(
                Map.of("\ud83d\ude00", 2, "\uffee", 1)));
    }

    @Test
    void refusesFractions() {
        assertThrows(IllegalArgumentException.class, () -> CanonicalJson.encode(List.of(0.5)));
    }

    @Test
    @DisplayName("[R32] text that UTF-8 cannot carry is refused, so that different events have different bytes")
    void refusesUnpairedSurrogates() {
        assertThrows(IllegalArgumentException.class, () -> CanonicalJson.encode("a\ud800"));
        assertThrows(IllegalArgumentException.class, () -> CanonicalJson.encode(List.of("\udc00a")));
        assertThrows(IllegalArgumentException.class, () -> CanonicalJson.encode(Map.of("?", 1, "\ud800", 2)));
        assertEquals("\"\ud83d\ude00\"", CanonicalJson.encodeToString("\ud83d\ude00"));
    }
}
