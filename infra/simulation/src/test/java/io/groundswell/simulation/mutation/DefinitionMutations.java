package io.groundswell.simulation.mutation;

import static io.groundswell.simulation.mutation.Mutation.inDefinition;

import java.util.List;

/** Bugs in the state machine and in how the template wires the functions. */
final class DefinitionMutations {

    private DefinitionMutations() {
    }

    static List<Mutation> all() {
        return List.of(
                inDefinition(1, "[R23] a rollout that failed ends as one that was aborted", "statemachines/rollout.asl.json",
                        "'Failed' %}\", \"Next\": \"Failed\" },\n"
                                + "        { \"Condition\": \"{% $states.input.step = 'Aborted' %}\", \"Next\": \"Aborted\"",
                        "'Failed' %}\", \"Next\": \"Aborted\" },\n"
                                + "        { \"Condition\": \"{% $states.input.step = 'Aborted' %}\", \"Next\": \"Failed\""),
                inDefinition(3, "[R23] an execution that failed starts no sweep", "infra/template.yaml",
                        "                  - ABORTED\n"
                        + "                  - FAILED\n",
                        "                  - ABORTED\n"),
                inDefinition(1, "[R32] what is new is filtered out of the stream", "infra/template.yaml",
                        "\"eventName\":[\"INSERT\",\"MODIFY\"],",
                        "\"eventName\":[\"MODIFY\"],"));
    }
}
