package io.groundswell.tuf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class StrictJsonTest {

    @Test
    @DisplayName("[R30] objects, arrays, strings, integers, booleans and null are read")
    void readsPlainJson() {
        Map<String, Object> expected = new LinkedHashMap<>();
        expected.put("a", Arrays.asList(1L, -9007199254740991L, true, null, "x\n\ud83d\ude00"));
        expected.put("b", Map.of());
        assertEquals(expected, StrictJson.readObject(
                " {\"a\":[1,-9007199254740991,true,null,\"x\\n\\ud83d\\ude00\"],\"b\":{}} \n"
                        .getBytes(StandardCharsets.UTF_8)));
    }

    @TestFactory
    @DisplayName("[R30] what two parsers could read differently is refused")
    Stream<DynamicTest> refuses() {
        Map<String, String> cases = new LinkedHashMap<>();
        cases.put("nothing", "");
        cases.put("an array", "[]");
        cases.put("a cut-off object", "{\"a\":");
        cases.put("a second value", "{} {}");
        cases.put("a duplicate key", "{\"a\":1,\"a\":1}");
        cases.put("a duplicate key written differently", "{\"a\":1,\"\\u0061\":2}");
        cases.put("a duplicate key further down", "{\"o\":{\"k\":1,\"k\":1}}");
        cases.put("a fraction", "{\"a\":1.0}");
        cases.put("an exponent", "{\"a\":1e3}");
        cases.put("2^53", "{\"a\":9007199254740992}");
        cases.put("2^64", "{\"a\":18446744073709551616}");
        cases.put("a huge integer", "{\"a\":" + "9".repeat(100_000) + "}");
        cases.put("a leading zero", "{\"a\":01}");
        cases.put("deep nesting", "{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}");
        cases.put("33 levels", "{\"a\":" + "[".repeat(32) + "]".repeat(32) + "}");
        cases.put("a lone surrogate", "{\"a\":\"\\ud83d\"}");
        cases.put("a lone surrogate in a key", "{\"\\ude00\":1}");
        cases.put("a bare control character", "{\"a\":\"\n\"}");
        cases.put("a comment", "{/* a */}");
        cases.put("single quotes", "{'a':1}");
        cases.put("a trailing comma", "{\"a\":1,}");
        cases.put("not a number", "{\"a\":NaN}");
        cases.put("a byte order mark", "\ufeff{}");
        cases.put("500,002 values", "{\"a\":[" + "[],".repeat(500_000) + "[]]}");
        return cases.entrySet().stream().map(entry -> DynamicTest.dynamicTest(entry.getKey(),
                () -> assertRefused(entry.getValue().getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    @DisplayName("[R30] bytes that are not UTF-8 are refused, other encodings of JSON too")
    void refusesOtherEncodings() {
        assertRefused("{\"a\":1}".getBytes(StandardCharsets.UTF_16LE));
        assertRefused("{\"a\":\"ä\"}".getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void assertRefused(byte[] bytes) {
        assertEquals(MetadataRefused.Reason.MALFORMED,
                assertThrows(MetadataRefused.class, () -> StrictJson.readObject(bytes)).reason());
    }

    @Test
    @DisplayName("[R30] what is written is sorted, compact, and real JSON where canonical JSON is not")
    void writesSortedJson() {
        assertEquals("{\"a\":\"line\\nbreak\",\"b\":[1,true,null]}", new String(StrictJson.write(
                Map.of("b", Arrays.asList(1L, true, null), "a", "line\nbreak")), StandardCharsets.UTF_8));
        assertThrows(IllegalArgumentException.class, () -> StrictJson.write(Map.of("a", List.of(0.5))));
    }
}
