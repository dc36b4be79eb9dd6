package io.groundswell.local.template;

import java.util.Map;

/** A DynamoDB table; DynamoDB itself reads the properties and refuses those it does not know. */
public record Table(String logicalId, String name, Map<String, Object> properties) implements Resource {

    /** Keeps its own copy of the properties. */
    public Table {
        properties = Map.copyOf(properties);
    }
}
