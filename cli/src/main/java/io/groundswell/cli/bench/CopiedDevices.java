package io.groundswell.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundswell.cli.CommandFailed;
import io.groundswell.cli.api.OperatorApi;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Records of devices that never enrolled: copies of an enrolled one's under other names, for groups larger than anybody wants to
 * enrol.
 *
 * <p>They are put into the table past the product, and without the evidence that would be recorded; what is then done with them
 * goes through the API.
 */
final class CopiedDevices {

    private static final String DYNAMODB = "DynamoDB_20120810.";
    private static final int TOGETHER = 25;

    private final AwsApi aws;
    private final String table;

    CopiedDevices(AwsApi aws) {
        this.aws = aws;
        this.table = tables().stream().filter(name -> name.contains("Fleet")).findFirst()
                .orElseThrow(() -> new CommandFailed("expected a fleet table, found " + tables()));
    }

    void copy(String enrolled, List<String> names) {
        JsonNode key = OperatorApi.parse(("{\"PK\":{\"S\":\"DEVICE#" + TestBench.FLEET + "#" + enrolled + "\"},\"SK\":{\"S\":\"META\"}}")
                .getBytes(StandardCharsets.UTF_8));
        ObjectNode record = (ObjectNode) call("GetItem", Map.of("TableName", table, "Key", key)).path("Item");
        record.remove("event");
        String text = record.toString();
        chunks(names).parallelStream().forEach(chunk -> put(chunk.stream()
                .map(name -> OperatorApi.parse(text.replace(enrolled, name).getBytes(StandardCharsets.UTF_8))).toList()));
    }

    private void put(List<JsonNode> records) {
        List<Map<String, ?>> puts = records.stream().<Map<String, ?>>map(record -> Map.of("PutRequest", Map.of("Item", record))).toList();
        JsonNode answer = call("BatchWriteItem", Map.of("RequestItems", Map.of(table, puts)));
        if (!answer.path("UnprocessedItems").isEmpty()) {
            throw new CommandFailed("expected every copied record to be put, found " + answer);
        }
    }

    private List<String> tables() {
        List<String> names = new ArrayList<>();
        call("ListTables", Map.of()).path("TableNames").forEach(name -> names.add(name.asText()));
        return names;
    }

    private JsonNode call(String operation, Map<String, ?> body) {
        return aws.call("dynamodb", DYNAMODB + operation, body);
    }

    private static List<List<String>> chunks(List<String> names) {
        List<List<String>> chunks = new ArrayList<>();
        for (int from = 0; from < names.size(); from += TOGETHER) {
            chunks.add(names.subList(from, Math.min(from + TOGETHER, names.size())));
        }
        return chunks;
    }
}
