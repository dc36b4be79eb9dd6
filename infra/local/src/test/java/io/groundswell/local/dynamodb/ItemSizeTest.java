package io.groundswell.local.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class ItemSizeTest {

    private static int size(AttributeValue value) {
        return ItemSize.of(Map.of("", value));
    }

    @Test
    @DisplayName("an item is its names and values in UTF-8, numbers two digits a byte, and three bytes and one an element for lists and maps")
    void sizes() {
        assertEquals(4, ItemSize.of(Map.of("PK", AttributeValue.fromS("ab"))));
        assertEquals(2, size(AttributeValue.fromS("ä")));
        assertEquals(3, size(AttributeValue.fromN("-12.34")));
        assertEquals(1, size(AttributeValue.fromN("0")));
        assertEquals(1, size(AttributeValue.fromBool(true)));
        assertEquals(2, size(AttributeValue.fromB(SdkBytes.fromByteArray(new byte[2]))));
        assertEquals(3 + 2 + 1 + 1, size(AttributeValue.fromL(List.of(AttributeValue.fromS("a"), AttributeValue.fromS("b")))));
        assertEquals(3 + 1 + 1 + 1, size(AttributeValue.fromM(Map.of("k", AttributeValue.fromS("v")))));
        assertEquals(3, size(AttributeValue.fromSs(List.of("a", "bc"))));
    }

    @Test
    @DisplayName("writing takes a unit for every KB that was begun")
    void units() {
        assertEquals(1, ItemSize.writeUnits(Map.of("k", AttributeValue.fromS("v".repeat(1023)))));
        assertEquals(2, ItemSize.writeUnits(Map.of("k", AttributeValue.fromS("v".repeat(1024)))));
    }
}
