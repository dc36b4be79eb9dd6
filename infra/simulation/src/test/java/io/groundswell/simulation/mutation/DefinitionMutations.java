package io.groundswell.simulation.mutation;

import static io.groundswell.simulation.mutation.Mutation.inDefinition;

import java.util.List;

/** Bugs in the state machine and in how the template wires the functions. */
final class DefinitionMutations {

    private DefinitionMutations() {
    }

    static List<Mutation> all() {
        return List.of();
    }
}
