package io.groundswell.local.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventPatternTest {

    private static boolean matches(String pattern, String event) throws Exception {
        return EventPattern.parse(pattern).matches(new ObjectMapper().readTree(event));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{\"a\":[1,\"x\"]} | {\"a\":\"x\"} | true",
        "{\"a\":[1,\"x\"]} | {\"a\":1.0} | true",
        "{\"a\":[1,\"x\"]} | {\"a\":\"1\"} | false",
        "{\"a\":[null]} | {\"a\":null} | true",
        "{\"a\":[null]} | {} | false",
        "{\"a\":[\"x\"],\"b\":[\"y\"]} | {\"a\":\"x\"} | false",
        "{\"a\":{\"b\":[\"x\"]}} | {\"a\":{\"b\":\"x\",\"c\":1}} | true",
        "{\"a\":{\"b\":[\"x\"]}} | {\"a\":\"x\"} | false",
        "{\"a\":[\"x\"]} | {\"a\":[\"w\",\"x\"]} | true",
        "{\"a\":{\"b\":[\"x\"]}} | {\"a\":[{\"b\":\"w\"},{\"b\":\"x\"}]} | true",
        "{\"a\":[{\"exists\":true}]} | {\"a\":null} | true",
        "{\"a\":[{\"exists\":true}]} | {} | false",
        "{\"a\":[{\"exists\":true}]} | {\"a\":{\"b\":1}} | false",
        "{\"a\":{\"b\":[{\"exists\":false}]}} | {} | true",
        "{\"a\":{\"b\":[{\"exists\":false}]}} | {\"a\":{\"b\":1}} | false",
        "{\"a\":[{\"prefix\":\"ro\"}]} | {\"a\":\"rollout\"} | true",
        "{\"a\":[{\"prefix\":\"ro\"}]} | {\"a\":\"tally\"} | false",
        "{\"a\":[{\"suffix\":\".png\"}]} | {\"a\":\"x.png\"} | true",
        "{\"a\":[{\"equals-ignore-case\":\"ALICE\"}]} | {\"a\":\"alice\"} | true",
        "{\"a\":[{\"anything-but\":[\"x\",\"y\"]}]} | {\"a\":\"z\"} | true",
        "{\"a\":[{\"anything-but\":\"x\"}]} | {\"a\":\"x\"} | false",
        "{\"a\":[{\"anything-but\":\"x\"}]} | {} | false",
    })
    @DisplayName("a pattern matches as EventBridge's does")
    void matchesAsEventBridge(String pattern, String event, boolean expected) throws Exception {
        assertEquals(expected, matches(pattern, event));
    }

    @Test
    @DisplayName("the recorder's filter takes audited writes and drops volatile ones and deletions")
    void dropsVolatileItems() throws Exception {
        String filter = "{\"eventName\":[\"INSERT\",\"MODIFY\"],\"dynamodb\":{\"NewImage\":{\"event\":{\"M\":{\"type\":{\"S\":[{\"exists\":true}]}}}}}}";
        assertEquals(true, matches(filter, "{\"eventName\":\"MODIFY\",\"dynamodb\":{\"NewImage\":{\"event\":{\"M\":{\"type\":{\"S\":\"rollout.created\"}}}}}}"));
        assertEquals(false, matches(filter, "{\"eventName\":\"MODIFY\",\"dynamodb\":{\"NewImage\":{\"at\":{\"N\":\"1\"}}}}"));
        assertEquals(false, matches(filter, "{\"eventName\":\"REMOVE\",\"dynamodb\":{\"OldImage\":{\"event\":{\"M\":{\"type\":{\"S\":\"x\"}}}}}}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{\"a\":[{\"cidr\":\"10.0.0.0/8\"}]} | pattern field a: the operator cidr is not implemented locally",
        "{\"a\":[{\"numeric\":[\">\",1]}]} | pattern field a: the operator numeric is not implemented locally",
        "{\"$or\":[{\"a\":[1]}]} | the pattern operator $or is not implemented locally",
        "{\"a\":\"x\"} | pattern field a: expected a list of conditions, found \"x\"",
        "{\"a\":[]} | pattern field a: expected a list of conditions, found []",
        "{} | an event pattern is an object with fields, found {}",
        "{\"a\":[{\"anything-but\":{\"prefix\":\"x\"}}]} | pattern field a: anything-but takes texts and numbers locally, found {\"prefix\":\"x\"}",
    })
    @DisplayName("an operator that is not implemented is refused by name")
    void refusesUnknownOperators(String pattern, String message) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, () -> EventPattern.parse(pattern)).getMessage());
    }

    @Test
    @DisplayName("a rule's pattern comes as the template's tree")
    void readsTrees() throws Exception {
        EventPattern pattern = EventPattern.of(Map.of("source", List.of("aws.states"), "detail", Map.of("status", List.of("FAILED", "ABORTED"))));
        assertEquals(true, pattern.matches(new ObjectMapper().readTree("{\"source\":\"aws.states\",\"detail\":{\"status\":\"ABORTED\"}}")));
        assertEquals(false, pattern.matches(new ObjectMapper().readTree("{\"source\":\"aws.states\",\"detail\":{\"status\":\"RUNNING\"}}")));
    }
}
