package io.groundswell.local.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.local.iam.Account;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DynamoDbIT {

    private static final Account ACCOUNT = new Account("us-east-1", "000000000000");

    @Test
    @DisplayName("[R32] a table kept on disk is found again, and refused when the template gives it another shape")
    void survivesARestart(@TempDir Path directory) {
        Table first;
        try (var database = DynamoDb.in(directory, ACCOUNT)) {
            first = database.createTable("audit", TablePropertiesTest.AUDIT);
            assertEquals("arn:aws:dynamodb:us-east-1:000000000000:table/audit", first.arn());
            assertTrue(first.streamArn().isPresent());
        }
        try (var database = DynamoDb.in(directory, ACCOUNT)) {
            assertEquals(first, database.createTable("audit", TablePropertiesTest.AUDIT));
            var other = new HashMap<String, Object>(TablePropertiesTest.AUDIT);
            other.put("KeySchema", List.of(Map.of("AttributeName", "PK", "KeyType", "HASH"), Map.of("AttributeName", "lane", "KeyType", "RANGE")));
            var refusal = assertThrows(IllegalStateException.class, () -> database.createTable("audit", other));
            assertTrue(refusal.getMessage().contains("RANGE lane") && refusal.getMessage().contains("RANGE SK"), refusal.getMessage());
        }
    }

    @Test
    @DisplayName("[R35] it listens on the loopback interface alone")
    void listensOnLoopback() {
        try (var database = DynamoDb.inMemory(ACCOUNT)) {
            assertEquals("127.0.0.1", database.endpoint().getHost());
        }
    }
}
