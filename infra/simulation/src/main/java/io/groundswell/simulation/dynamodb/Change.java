package io.groundswell.simulation.dynamodb;

import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * An item that changed.
 *
 * @param before the item as it was, without attributes when it is new
 * @param after the item as it is, without attributes when it is gone
 */
public record Change(String table, ItemKey key, Map<String, AttributeValue> before, Map<String, AttributeValue> after) {

    boolean isReal() {
        return !before.equals(after);
    }
}
