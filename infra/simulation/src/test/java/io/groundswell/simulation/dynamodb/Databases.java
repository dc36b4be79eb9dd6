package io.groundswell.simulation.dynamodb;

import io.groundswell.local.dynamodb.DynamoDb;
import io.groundswell.local.iam.Account;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** The two databases of the contract: a table with a listing index in each, and the changes that its stream tells. */
interface Databases {

    String TABLE = "table";
    TableShape SHAPE = new TableShape(TABLE, List.of(new TableShape.Index("listing", "LPK", "LSK", true),
            new TableShape.Index("by-lane", "lane", "seq", false)), true);

    DynamoDbClient client();

    String table();

    /** Every change so far as {@code before -> after}. */
    List<String> changes();

    static Databases inMemory() {
        List<String> changes = new ArrayList<>();
        InMemoryDynamoDb[] made = new InMemoryDynamoDb[1];
        made[0] = new InMemoryDynamoDb(List.of(SHAPE), committed -> {
            committed.forEach(change -> changes.add(shown(change.before(), change.after())));
            made[0].index();
        });
        return new Fixed("in memory", made[0], TABLE, () -> changes);
    }

    static Databases local() {
        return Local.make();
    }

    private static String shown(Map<?, ?> before, Map<?, ?> after) {
        return new TreeMap<>(before) + " -> " + new TreeMap<>(after);
    }

    /** Whichever it is. */
    record Fixed(String name, DynamoDbClient client, String table, Supplier<List<String>> told)
            implements Databases {
        @Override
        public List<String> changes() {
            return told.get();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** DynamoDB Local within this process, one table for each caller. */
    final class Local {

        private static final DynamoDb DATABASE = DynamoDb.inMemory(new Account("eu-central-1", "000000000000"));
        private static final StaticCredentialsProvider ANYBODY =
                StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret"));
        private static final DynamoDbClient CLIENT = DynamoDbClient.builder().region(Region.EU_CENTRAL_1)
                .endpointOverride(DATABASE.endpoint()).credentialsProvider(ANYBODY)
                .httpClientBuilder(UrlConnectionHttpClient.builder()).build();
        private static final DynamoDbStreamsClient STREAMS = DynamoDbStreamsClient.builder().region(Region.EU_CENTRAL_1)
                .endpointOverride(DATABASE.endpoint()).credentialsProvider(ANYBODY)
                .httpClientBuilder(UrlConnectionHttpClient.builder()).build();
        private static final AtomicInteger TABLES = new AtomicInteger();

        private Local() {
        }

        static Databases make() {
            String name = TABLE + TABLES.incrementAndGet();
            CLIENT.createTable(table -> table.tableName(name).billingMode(BillingMode.PAY_PER_REQUEST)
                    .attributeDefinitions(attribute("PK", "S"), attribute("SK", "S"), attribute("LPK", "S"),
                            attribute("LSK", "S"), attribute("lane", "S"), attribute("seq", "N"))
                    .keySchema(keys("PK", "SK"))
                    .globalSecondaryIndexes(SHAPE.indexes().stream().map(index -> GlobalSecondaryIndex.builder()
                            .indexName(index.name()).keySchema(keys(index.hash(), index.range()))
                            .projection(projection -> projection.projectionType(
                                    index.keysOnly() ? ProjectionType.KEYS_ONLY : ProjectionType.ALL)).build()).toList())
                    .streamSpecification(stream -> stream.streamEnabled(true)
                            .streamViewType(StreamViewType.NEW_AND_OLD_IMAGES)));
            return new Fixed("DynamoDB Local", CLIENT, name, () -> changes(name));
        }

        private static List<String> changes(String table) {
            String stream = CLIENT.describeTable(request -> request.tableName(table)).table().latestStreamArn();
            String shard = STREAMS.describeStream(request -> request.streamArn(stream)).streamDescription().shards()
                    .getFirst().shardId();
            String iterator = STREAMS.getShardIterator(request -> request.streamArn(stream).shardId(shard)
                    .shardIteratorType(ShardIteratorType.TRIM_HORIZON)).shardIterator();
            return STREAMS.getRecords(request -> request.shardIterator(iterator)).records().stream()
                    .map(Record::dynamodb).map(record -> shown(record.oldImage(), record.newImage())).toList();
        }

        private static AttributeDefinition attribute(String name, String type) {
            return AttributeDefinition.builder().attributeName(name).attributeType(type).build();
        }

        private static List<KeySchemaElement> keys(String hash, String range) {
            return List.of(KeySchemaElement.builder().attributeName(hash).keyType(KeyType.HASH).build(),
                    KeySchemaElement.builder().attributeName(range).keyType(KeyType.RANGE).build());
        }
    }
}
