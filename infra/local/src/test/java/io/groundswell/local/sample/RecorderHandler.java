package io.groundswell.local.sample;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Copies the key of every record it sees to another table; a record called poison fails. */
public final class RecorderHandler implements RequestHandler<DynamodbEvent, StreamsEventResponse> {

    private final DynamoDbClient dynamoDb = Clients.dynamoDb();
    private final String table;

    public RecorderHandler(Map<String, String> environment) {
        this.table = environment.get("SEEN");
    }

    @Override
    public StreamsEventResponse handleRequest(DynamodbEvent event, Context context) {
        for (DynamodbEvent.DynamodbStreamRecord record : event.getRecords()) {
            String key = record.getDynamodb().getKeys().get("PK").getS();
            if (key.equals("poison")) {
                return new StreamsEventResponse(List.of(new StreamsEventResponse.BatchItemFailure(record.getDynamodb().getSequenceNumber())));
            }
            dynamoDb.putItem(put -> put.tableName(table).item(Map.of("PK", Clients.text("seen " + key), "how", Clients.text(record.getEventName()))));
        }
        return new StreamsEventResponse(List.of());
    }
}
