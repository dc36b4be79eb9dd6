package io.groundswell.local.template;

import java.util.Map;

/**
 * A resource that one of the stack's own functions makes.
 *
 * @param serviceToken ARN of that function
 * @param properties what the function is given, the service token included
 */
public record CustomResource(String logicalId, String type, String serviceToken, Map<String, Object> properties)
        implements Resource {

    /** Keeps its own copy of the properties. */
    public CustomResource {
        properties = Map.copyOf(properties);
    }
}
