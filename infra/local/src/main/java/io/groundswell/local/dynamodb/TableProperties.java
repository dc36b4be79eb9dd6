package io.groundswell.local.dynamodb;

import io.groundswell.local.property.PropertyMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.StreamSpecification;

/** Reads the properties of an {@code AWS::DynamoDB::Table}. */
public final class TableProperties {

    /** What a template may say and one machine has no use for: durability, protection, metrics and tags. */
    static final Set<String> WITHOUT_LOCAL_MEANING = Set.of("ContributorInsightsSpecification", "DeletionProtectionEnabled",
            "PointInTimeRecoverySpecification", "SSESpecification", "Tags", "TimeToLiveSpecification");
    private static final Set<String> KNOWN =
            Set.of("TableName", "AttributeDefinitions", "KeySchema", "BillingMode", "GlobalSecondaryIndexes", "StreamSpecification");

    private TableProperties() {
    }

    /**
     * The request that makes the table.
     *
     * @param defaultName the name when the properties have no {@code TableName}
     * @throws IllegalArgumentException if a property is not supported, naming it
     */
    public static CreateTableRequest parse(String defaultName, Map<String, ?> properties) {
        var table = PropertyMap.of("AWS::DynamoDB::Table", properties);
        table.refuseUnknown(KNOWN, WITHOUT_LOCAL_MEANING);
        String billing = table.text("BillingMode");
        if (!billing.equals(BillingMode.PAY_PER_REQUEST.toString())) {
            throw new IllegalArgumentException(table.at("BillingMode") + ": expected PAY_PER_REQUEST, found '" + billing + "'");
        }
        var request = CreateTableRequest.builder()
                .tableName(table.has("TableName") ? table.text("TableName") : defaultName)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(attributes(table))
                .keySchema(keySchema(table));
        if (table.has("GlobalSecondaryIndexes")) {
            request.globalSecondaryIndexes(indexes(table));
        }
        if (table.has("StreamSpecification")) {
            var stream = table.map("StreamSpecification");
            stream.refuseUnknown(Set.of("StreamViewType"), Set.of());
            request.streamSpecification(StreamSpecification.builder().streamEnabled(true).streamViewType(stream.text("StreamViewType")).build());
        }
        return request.build();
    }

    private static List<AttributeDefinition> attributes(PropertyMap table) {
        var attributes = new ArrayList<AttributeDefinition>();
        for (PropertyMap attribute : table.maps("AttributeDefinitions")) {
            attribute.refuseUnknown(Set.of("AttributeName", "AttributeType"), Set.of());
            attributes.add(AttributeDefinition.builder()
                    .attributeName(attribute.text("AttributeName")).attributeType(attribute.text("AttributeType")).build());
        }
        return attributes;
    }

    private static List<KeySchemaElement> keySchema(PropertyMap owner) {
        var keys = new ArrayList<KeySchemaElement>();
        for (PropertyMap key : owner.maps("KeySchema")) {
            key.refuseUnknown(Set.of("AttributeName", "KeyType"), Set.of());
            keys.add(KeySchemaElement.builder().attributeName(key.text("AttributeName")).keyType(key.text("KeyType")).build());
        }
        return keys;
    }

    private static List<GlobalSecondaryIndex> indexes(PropertyMap table) {
        var indexes = new ArrayList<GlobalSecondaryIndex>();
        for (PropertyMap index : table.maps("GlobalSecondaryIndexes")) {
            index.refuseUnknown(Set.of("IndexName", "KeySchema", "Projection"), Set.of("ContributorInsightsSpecification"));
            var projection = index.map("Projection");
            projection.refuseUnknown(Set.of("ProjectionType", "NonKeyAttributes"), Set.of());
            var projected = Projection.builder().projectionType(projection.text("ProjectionType"));
            if (projection.has("NonKeyAttributes")) {
                projected.nonKeyAttributes(projection.texts("NonKeyAttributes"));
            }
            indexes.add(GlobalSecondaryIndex.builder()
                    .indexName(index.text("IndexName")).keySchema(keySchema(index)).projection(projected.build()).build());
        }
        return indexes;
    }
}
