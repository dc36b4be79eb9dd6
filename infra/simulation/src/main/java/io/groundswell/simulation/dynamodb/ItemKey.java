package io.groundswell.simulation.dynamodb;

import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The primary key of an item; both tables call its parts {@code PK} and {@code SK}. */
public record ItemKey(String pk, String sk) implements Comparable<ItemKey> {

    static final String PK = "PK";
    static final String SK = "SK";

    /** The key that a request names, which is all it names. */
    static ItemKey of(Map<String, AttributeValue> key) {
        if (key.size() != 2) {
            throw Refusals.validation("The provided key element does not match the schema");
        }
        return in(key);
    }

    /** The key within an item. */
    static ItemKey in(Map<String, AttributeValue> item) {
        return new ItemKey(part(item, PK), part(item, SK));
    }

    Map<String, AttributeValue> attributes() {
        return Map.of(PK, AttributeValue.fromS(pk), SK, AttributeValue.fromS(sk));
    }

    @Override
    public int compareTo(ItemKey other) {
        int byPartition = pk.compareTo(other.pk);
        return byPartition != 0 ? byPartition : sk.compareTo(other.sk);
    }

    private static String part(Map<String, AttributeValue> attributes, String name) {
        AttributeValue value = attributes.get(name);
        if (value == null || value.s() == null) {
            throw Refusals.validation("One or more parameter values were invalid: Missing the key " + name
                    + " in the item");
        }
        if (value.s().isEmpty()) {
            throw Refusals.validation("One or more parameter values are not valid. The AttributeValue for a key "
                    + "attribute cannot contain an empty string value. Key: " + name);
        }
        return value.s();
    }
}
