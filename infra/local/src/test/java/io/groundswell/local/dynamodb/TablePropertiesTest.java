package io.groundswell.local.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TablePropertiesTest {

    static final Map<String, ?> AUDIT = Map.of(
            "BillingMode", "PAY_PER_REQUEST",
            "AttributeDefinitions", List.of(attribute("PK"), attribute("SK"), attribute("lane")),
            "KeySchema", List.of(key("PK", "HASH"), key("SK", "RANGE")),
            "GlobalSecondaryIndexes", List.of(Map.of("IndexName", "by-lane", "KeySchema", List.of(key("lane", "HASH")),
                    "Projection", Map.of("ProjectionType", "INCLUDE", "NonKeyAttributes", List.of("hash")))),
            "StreamSpecification", Map.of("StreamViewType", "NEW_IMAGE"));

    @Test
    @DisplayName("[R32] keys, indexes with their projection and the stream come from the template")
    void readsTheShape() {
        var request = TableProperties.parse("audit", AUDIT);
        assertEquals("audit", request.tableName());
        assertEquals(List.of("PK", "SK"), request.keySchema().stream().map(key -> key.attributeName()).toList());
        assertEquals(List.of("hash"), request.globalSecondaryIndexes().getFirst().projection().nonKeyAttributes());
        assertEquals("NEW_IMAGE", request.streamSpecification().streamViewTypeAsString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ContributorInsightsSpecification", "DeletionProtectionEnabled", "PointInTimeRecoverySpecification", "SSESpecification", "Tags",
        "TimeToLiveSpecification"})
    @DisplayName("[R35] a property without local meaning is accepted")
    void acceptsWhatHasNoLocalMeaning(String name) {
        assertEquals("audit", TableProperties.parse("audit", with(name, Map.of())).tableName());
    }

    @Test
    @DisplayName("[R35] any other property, or one of the wrong kind, is refused by its path")
    void refusesByName() {
        assertRefused("[KinesisStreamSpecification]", with("KinesisStreamSpecification", Map.of()));
        assertRefused("AWS::DynamoDB::Table.BillingMode: expected PAY_PER_REQUEST, found 'PROVISIONED'", with("BillingMode", "PROVISIONED"));
        assertRefused("AWS::DynamoDB::Table.KeySchema: expected a list, found String", with("KeySchema", "PK"));
        assertRefused("AWS::DynamoDB::Table.KeySchema[0]: properties [Attribute]", with("KeySchema", List.of(Map.of("Attribute", "PK"))));
        assertRefused("[ResourcePolicy]", with("StreamSpecification", Map.of("StreamViewType", "NEW_IMAGE", "ResourcePolicy", Map.of())));
    }

    private static void assertRefused(String named, Map<String, ?> properties) {
        var refusal = assertThrows(IllegalArgumentException.class, () -> TableProperties.parse("audit", properties));
        assertTrue(refusal.getMessage().contains(named), refusal.getMessage());
    }

    private static Map<String, ?> with(String name, Object value) {
        var changed = new HashMap<String, Object>(AUDIT);
        changed.put(name, value);
        return changed;
    }

    private static Map<String, String> attribute(String name) {
        return Map.of("AttributeName", name, "AttributeType", "S");
    }

    private static Map<String, String> key(String name, String type) {
        return Map.of("AttributeName", name, "KeyType", type);
    }
}
