package io.groundswell.local.stepfunctions.execution;

import io.groundswell.local.stepfunctions.asl.Dataflow;
import io.groundswell.local.stepfunctions.asl.State;
import io.groundswell.local.stepfunctions.asl.StateMachineDefinition;
import io.groundswell.local.stepfunctions.asl.TaskState;
import io.groundswell.local.stepfunctions.asl.Template;
import io.groundswell.local.stepfunctions.json.Json;
import io.groundswell.local.stepfunctions.jsonata.Bindings;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Enters states, leaves them with their output and variables, and ends executions. */
final class Transitions {

    static final Map<String, Object> COMPLETE = Map.of("truncated", false);

    private final StateMachineDefinition definition;
    private final Queries queries;

    Transitions(StateMachineDefinition definition, Queries queries) {
        this.definition = definition;
        this.queries = queries;
    }

    Progress enter(Draft draft, String name, Object input, Map<String, Object> variables) {
        State state = definition.state(name);
        Map<String, Object> details =
                Json.object("name", name, "input", Json.write(input), "inputDetails", COMPLETE);
        long entered = draft.add(state.type() + "StateEntered", details);
        int retriers = state instanceof TaskState task ? task.retriers().size() : 0;
        return new Progress.Running(name, entered, draft.now(), input, variables, Collections.nCopies(retriers, 0), 0,
                entered, new Activity.Starting());
    }

    /** Leaves the state with what its dataflow makes of the bindings; no next state ends the execution. */
    Progress leave(Draft draft, Progress.Running at, Dataflow flow, Bindings bindings, Object defaultOutput,
            Optional<String> next) throws StateProblem {
        Object output = flow.output().isPresent()
                ? queries.resolve(draft, at, flow.output().get(), bindings, flow.location() + "Output")
                : defaultOutput;
        Map<String, Object> assigned = new LinkedHashMap<>();
        for (Map.Entry<String, Template> variable : flow.assign().entrySet()) {
            String location = flow.location() + "Assign/" + variable.getKey();
            assigned.put(variable.getKey(), queries.resolve(draft, at, variable.getValue(), bindings, location));
        }
        String text = queries.bounded(at, output, "an output");
        queries.bounded(at, assigned, "assigned variables");
        draft.add(definition.state(at.state()).type() + "StateExited", exited(at.state(), text, assigned));
        if (next.isEmpty()) {
            return succeeded(draft, text);
        }
        Map<String, Object> variables = new LinkedHashMap<>(at.variables());
        variables.putAll(assigned);
        return enter(draft, next.get(), output, variables);
    }

    Progress failed(Draft draft, StateFailure failure) {
        draft.addLast("ExecutionFailed", draft.lastId(), failure.eventDetails());
        return new Progress.Closed(ExecutionStatus.FAILED, draft.now(), Optional.empty(), failure.error(),
                failure.cause());
    }

    private static Progress succeeded(Draft draft, String output) {
        draft.addLast("ExecutionSucceeded", draft.lastId(), Json.object("output", output, "outputDetails", COMPLETE));
        return new Progress.Closed(ExecutionStatus.SUCCEEDED, draft.now(), Optional.of(output), Optional.empty(),
                Optional.empty());
    }

    private static Map<String, Object> exited(String state, String output, Map<String, Object> assigned) {
        Map<String, Object> details = Json.object("name", state, "output", output, "outputDetails", COMPLETE);
        if (!assigned.isEmpty()) {
            Map<String, Object> texts = new LinkedHashMap<>();
            assigned.forEach((name, value) -> texts.put(name, Json.write(value)));
            details.put("assignedVariables", texts);
            details.put("assignedVariablesDetails", COMPLETE);
        }
        return details;
    }
}
