package io.groundswell.local.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.groundswell.local.iam.Access;
import io.groundswell.local.iam.Account;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TableAccessTest {

    private static final Account ACCOUNT = new Account("us-east-1", "000000000000");
    private static final TableAccess ACCESS = new TableAccess(ACCOUNT, table -> table.equals("keyed") ? Optional.of("PK") : Optional.empty());
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
    @DisplayName("[R32] whoever names items is judged by their partition keys")
    void suppliesLeadingKeys() throws Exception {
        assertNeeds("PutItem", "{'TableName':'keyed','Item':{'PK':{'S':'a'},'x':{'S':'y'}}}", keyed("PutItem", "a"));
        assertNeeds("UpdateItem", "{'TableName':'arn:aws:dynamodb:us-east-1:000000000000:table/keyed','Key':{'PK':{'S':'a'}}}", keyed("UpdateItem", "a"));
        assertNeeds("GetItem", "{'TableName':'keyed','Key':{'PK':{'N':'7'}}}", keyed("GetItem", "7"));
        assertNeeds("PutItem", "{'TableName':'keyed','Item':{}}", keyed("PutItem", ""));
        assertNeeds("BatchGetItem", "{'RequestItems':{'keyed':{'Keys':[{'PK':{'S':'a'}},{'PK':{'S':'b'}}]}}}", keyed("BatchGetItem", "a", "b"));
        assertNeeds("BatchWriteItem", "{'RequestItems':{'keyed':[{'PutRequest':{'Item':{'PK':{'S':'a'}}}},{'DeleteRequest':{'Key':{'PK':{'S':'b'}}}}]}}",
                keyed("BatchWriteItem", "a", "b"));
        assertNeeds("TransactWriteItems", "{'TransactItems':[{'Put':{'TableName':'keyed','Item':{'PK':{'S':'a'}}}},"
                + "{'ConditionCheck':{'TableName':'keyed','Key':{'PK':{'S':'b'}}}}]}", keyed("PutItem", "a"), keyed("ConditionCheckItem", "b"));
    }

    private static Access keyed(String operation, String... keys) {
        return new Access("dynamodb:" + operation, TABLE + "keyed", Map.of("dynamodb:LeadingKeys", List.of(keys)));
    }

    @Test
    @DisplayName("[R32] an operation without a mapping, PartiQL above all, is the owner's alone")
    void leavesTheRestToTheOwner() throws Exception {
        assertTrue(ACCESS.of("ExecuteStatement", new ObjectMapper().readTree("{}")).isEmpty());
    }

    private static void assertNeeds(String operation, String body, Access... accesses) throws Exception {
        assertEquals(List.of(accesses), ACCESS.of(operation, new ObjectMapper().readTree(body.replace('\'', '"'))).orElseThrow());
    }
}
