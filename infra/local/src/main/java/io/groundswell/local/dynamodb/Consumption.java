package io.groundswell.local.dynamodb;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a request takes from one table, in DynamoDB's capacity units.
 *
 * @param key attributes of the key of the item that is read or written, as text; empty where a request names no item
 * @param reads units read, of the table or of the index that was asked
 * @param writes units written to the table
 * @param indexes units written to each of its indexes
 */
record Consumption(String table, Map<String, String> key, double reads, double writes, Map<String, Double> indexes) {

    Consumption {
        key = Collections.unmodifiableMap(new TreeMap<>(key));
        indexes = Collections.unmodifiableMap(new TreeMap<>(indexes));
    }

    static Consumption read(String table, Map<String, String> key, double units) {
        return new Consumption(table, key, units, 0, Map.of());
    }

    static Consumption written(String table, Map<String, String> key, double units, Map<String, Double> indexes) {
        return new Consumption(table, key, 0, units, indexes);
    }
}
