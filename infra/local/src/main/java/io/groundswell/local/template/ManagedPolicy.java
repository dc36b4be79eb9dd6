package io.groundswell.local.template;

import java.util.Map;

/** A policy for people; the document is in IAM's own shape, intrinsics replaced. */
public record ManagedPolicy(String logicalId, Map<String, Object> document) implements Resource {

    /** Keeps its own copy of the document. */
    public ManagedPolicy {
        document = Map.copyOf(document);
    }
}
