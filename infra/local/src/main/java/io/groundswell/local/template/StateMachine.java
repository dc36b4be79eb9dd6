package io.groundswell.local.template;

import java.nio.file.Path;
import java.util.Map;

/** A standard state machine: its definition file and what stands in for the file's {@code ${Name}} placeholders. */
public record StateMachine(String logicalId, String name, Path definition, Map<String, String> substitutions)
        implements Resource {

    /** Keeps its own copy of the substitutions. */
    public StateMachine {
        substitutions = Map.copyOf(substitutions);
    }
}
