package io.groundswell.local.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.groundswell.local.iam.Account;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

class RequestLogIT {

    private static final Account ACCOUNT = new Account("us-east-1", "000000000000");

    @TempDir
    private Path folder;

    private static DynamoDbClient client(URI endpoint) {
        return DynamoDbClient.builder().endpointOverride(endpoint).region(Region.US_EAST_1).httpClient(UrlConnectionHttpClient.create())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIA", "secret"))).build();
    }

    private static Map<String, AttributeValue> event(String sk, int padding) {
        return Map.of("PK", AttributeValue.fromS("p"), "SK", AttributeValue.fromS(sk), "lane", AttributeValue.fromS("f#0"),
                "seq", AttributeValue.fromN("1"), "pad", AttributeValue.fromS("x".repeat(padding)));
    }

    @Test
    @DisplayName("[R16] each request of items is a line with what it took: single writes once, transactions twice, an index entry once")
    void countsUnits() throws IOException {
        Path file = folder.resolve("requests.jsonl");
        try (RequestLog log = RequestLog.in(file); DynamoDb database = DynamoDb.inMemory(ACCOUNT, Optional.of(log));
                DynamoDbClient client = client(database.endpoint())) {
            database.createTable("audit", TablePropertiesTest.AUDIT);
            client.putItem(put -> put.tableName("audit").item(event("single", 10)));
            client.transactWriteItems(transact -> transact.transactItems(item -> item.put(put -> put.tableName("audit").item(event("both", 10))),
                    item -> item.put(put -> put.tableName("audit").item(event("large", 1500)))));
            assertThrows(ConditionalCheckFailedException.class, () -> client.putItem(put -> put.tableName("audit").item(event("single", 10))
                    .conditionExpression("attribute_not_exists(PK)")));
            assertNull(client.getItem(get -> get.tableName("audit").key(Map.of("PK", AttributeValue.fromS("p"),
                    "SK", AttributeValue.fromS("large"))).consistentRead(true)).consumedCapacity());
        }
        assertEquals(List.of(
                line("PutItem", written("single", "1.0", "1.0")),
                line("TransactWriteItems", written("both", "2.0", "1.0") + "," + written("large", "4.0", "2.0")),
                "{\"operation\":\"PutItem\",\"refused\":\"ConditionalCheckFailedException\",\"consumed\":[]}",
                line("GetItem", "{\"table\":\"audit\",\"key\":{\"PK\":\"p\",\"SK\":\"large\"},\"reads\":1.0,\"writes\":0.0,\"indexes\":{}}")),
                Files.readAllLines(file));
    }

    private static String line(String operation, String consumed) {
        return "{\"operation\":\"" + operation + "\",\"consumed\":[" + consumed + "]}";
    }

    private static String written(String sk, String units, String indexUnits) {
        return "{\"table\":\"audit\",\"key\":{\"PK\":\"p\",\"SK\":\"" + sk + "\"},\"reads\":0.0,\"writes\":" + units
                + ",\"indexes\":{\"by-lane\":" + indexUnits + "}}";
    }
}
