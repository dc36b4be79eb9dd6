package io.groundswell.handlers.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.groundswell.handlers.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class MetricTest {

    @Test
    @DisplayName("a metric is one line in CloudWatch's embedded metric format")
    void isEmbeddedMetricFormat() {
        String line = new Metric("MetadataDaysLeft", "stack", 6.5).line(Instant.ofEpochMilli(1_772_357_400_000L));

        assertEquals(Json.read("""
                {"_aws":{"Timestamp":1772357400000,"CloudWatchMetrics":[{"Namespace":"Groundswell",
                 "Dimensions":[["Stack"]],"Metrics":[{"Name":"MetadataDaysLeft","Unit":"None"}]}]},
                 "Stack":"stack","MetadataDaysLeft":6.5}""".getBytes(StandardCharsets.UTF_8)),
                Json.read(line.getBytes(StandardCharsets.UTF_8)));
    }
}
