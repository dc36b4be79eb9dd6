package io.groundswell.local.template;

import java.util.Map;

/** A KMS key; KMS itself reads the properties and refuses those it does not know. */
public record SigningKey(String logicalId, Map<String, Object> properties) implements Resource {

    /** Keeps its own copy of the properties. */
    public SigningKey {
        properties = Map.copyOf(properties);
    }
}
