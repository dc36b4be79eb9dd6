package io.groundswell.local.template;

import java.util.Map;

/** An S3 bucket; S3 itself reads the properties and refuses those it does not know. */
public record Bucket(String logicalId, String name, Map<String, Object> properties) implements Resource {

    /** Keeps its own copy of the properties. */
    public Bucket {
        properties = Map.copyOf(properties);
    }
}
