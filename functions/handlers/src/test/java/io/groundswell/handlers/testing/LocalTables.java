package io.groundswell.handlers.testing;

import io.groundswell.handlers.table.FleetTable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.StreamSpecification;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.dynamodb.services.local.embedded.DynamoDBEmbedded;
import software.amazon.dynamodb.services.local.shared.access.AmazonDynamoDBLocal;

/** The template's two tables, empty, in DynamoDB Local within this process; one pair for each caller. */
public record LocalTables(DynamoDbClient dynamo, DynamoDbStreamsClient streams, String fleetTable, String auditTable) {

    private static final AtomicInteger PAIRS = new AtomicInteger();

    /** Two fresh tables; a few milliseconds once the database of this process runs. */
    public static LocalTables create() {
        Template template = Template.load();
        int pair = PAIRS.incrementAndGet();
        AmazonDynamoDBLocal database = Databases.withRoom();
        DynamoDbClient dynamo = database.dynamoDbClient();
        return new LocalTables(dynamo, database.dynamoDbStreamsClient(),
                create(dynamo, template, "FleetTable", pair), create(dynamo, template, "AuditTable", pair));
    }

    /** The fleet table behind the product's own access to it. */
    public FleetTable fleet() {
        return new FleetTable(dynamo, fleetTable);
    }

    private static String create(DynamoDbClient dynamo, Template template, String resource, int pair) {
        Map<String, Object> table = template.properties(resource);
        String name = resource + "-" + pair;
        CreateTableRequest.Builder request = CreateTableRequest.builder().tableName(name)
                .billingMode(BillingMode.fromValue((String) table.get("BillingMode")))
                .attributeDefinitions(Template.objects(table, "AttributeDefinitions").stream().map(attribute ->
                        AttributeDefinition.builder().attributeName((String) attribute.get("AttributeName"))
                                .attributeType((String) attribute.get("AttributeType")).build()).toList())
                .keySchema(keySchema(table))
                .globalSecondaryIndexes(Template.objects(table, "GlobalSecondaryIndexes").stream()
                        .map(LocalTables::index).toList());
        if (table.containsKey("StreamSpecification")) {
            String view = (String) Template.members(table, "StreamSpecification").get("StreamViewType");
            request.streamSpecification(StreamSpecification.builder().streamEnabled(true).streamViewType(view).build());
        }
        dynamo.createTable(request.build());
        return name;
    }

    private static GlobalSecondaryIndex index(Map<String, Object> index) {
        String projection = (String) Template.members(index, "Projection").get("ProjectionType");
        return GlobalSecondaryIndex.builder().indexName((String) index.get("IndexName")).keySchema(keySchema(index))
                .projection(type -> type.projectionType(projection)).build();
    }

    private static List<KeySchemaElement> keySchema(Map<String, Object> tableOrIndex) {
        return Template.objects(tableOrIndex, "KeySchema").stream().map(element ->
                KeySchemaElement.builder().attributeName((String) element.get("AttributeName"))
                        .keyType((String) element.get("KeyType")).build()).toList();
    }

    /** Started by the first test that needs one; they end with the process. */
    private static final class Databases {

        private static final boolean WITHOUT_TELEMETRY = true;

        /** Every call looks through the streams of all tables: a database that holds many is slow. */
        private static final int PAIRS_EACH = 10;

        private static AmazonDynamoDBLocal newest;
        private static int pairs;

        static synchronized AmazonDynamoDBLocal withRoom() {
            if (pairs++ % PAIRS_EACH == 0) {
                newest = DynamoDBEmbedded.create(WITHOUT_TELEMETRY);
            }
            return newest;
        }
    }
}
