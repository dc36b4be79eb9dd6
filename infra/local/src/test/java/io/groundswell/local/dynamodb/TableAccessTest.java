package io.groundswell.local.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.groundswell.local.iam.Access;
import io.groundswell.local.iam.Account;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TableAccessTest {

    private static final Account ACCOUNT = new Account("us-east-1", "000000000000");
    private static final String TABLE = "arn:aws:dynamodb:us-east-1:000000000000:table/";

    @Test
    @DisplayName("[R32] each operation needs its IAM action on its table or index; a transaction needs that of each entry")
    void mapsOperations() throws Exception {
        assertNeeds("PutItem", "{'TableName':'audit'}", new Access("dynamodb:PutItem", TABLE + "audit"));
        assertNeeds("PutItem", "{'TableName':'arn:aws:dynamodb:ddblocal:000000000000:table/audit'}", new Access("dynamodb:PutItem", TABLE + "audit"));
        assertNeeds("Query", "{'TableName':'audit','IndexName':'by-lane'}", new Access("dynamodb:Query", TABLE + "audit/index/by-lane"));
        assertNeeds("BatchWriteItem", "{'RequestItems':{'fleet':[]}}", new Access("dynamodb:BatchWriteItem", TABLE + "fleet"));
        assertNeeds("TransactWriteItems", "{'TransactItems':[{'Put':{'TableName':'audit'}},{'Update':{'TableName':'fleet'}},{'ConditionCheck':{'TableName':'fleet'}}]}",
                new Access("dynamodb:PutItem", TABLE + "audit"), new Access("dynamodb:UpdateItem", TABLE + "fleet"),
                new Access("dynamodb:ConditionCheckItem", TABLE + "fleet"));
        assertNeeds("GetRecords", "{'ShardIterator':'000|arn:aws:dynamodb:ddblocal:000000000000:table/fleet/stream/2026|x'}",
                new Access("dynamodb:GetRecords", "arn:aws:dynamodb:ddblocal:000000000000:table/fleet/stream/2026"));
        assertNeeds("ListTables", "{}", new Access("dynamodb:ListTables", "*"));
    }

    @Test
    @DisplayName("[R32] an operation without a mapping, PartiQL above all, is the owner's alone")
    void leavesTheRestToTheOwner() throws Exception {
        assertTrue(TableAccess.of(ACCOUNT, "ExecuteStatement", new ObjectMapper().readTree("{}")).isEmpty());
    }

    private static void assertNeeds(String operation, String body, Access... accesses) throws Exception {
        assertEquals(List.of(accesses), TableAccess.of(ACCOUNT, operation, new ObjectMapper().readTree(body.replace('\'', '"'))).orElseThrow());
    }
}
