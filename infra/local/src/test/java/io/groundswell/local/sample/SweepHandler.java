package io.groundswell.local.sample;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Notes what it was invoked by. */
public final class SweepHandler implements RequestHandler<Map<String, Object>, String> {

    private final DynamoDbClient dynamoDb = Clients.dynamoDb();
    private final String table;

    public SweepHandler(Map<String, String> environment) {
        this.table = environment.get("SEEN");
    }

    @Override
    public String handleRequest(Map<String, Object> event, Context context) {
        dynamoDb.putItem(put -> put.tableName(table).item(Map.of("PK", Clients.text("swept by " + event.get("source")))));
        return "swept";
    }
}
