package io.groundswell.local.stepfunctions.asl;

import io.groundswell.local.stepfunctions.json.InvalidJson;
import io.groundswell.local.stepfunctions.json.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A state machine definition that the engine carries out in full.
 *
 * @param text the text it was read from
 * @param timeoutSeconds how long an execution may take, empty if there is no bound of its own
 */
public record StateMachineDefinition(String text, String startAt, Map<String, State> states,
        OptionalInt timeoutSeconds) {

    private static final int MAX_CHARACTERS = 1_048_576;

    public StateMachineDefinition {
        states = Collections.unmodifiableMap(new LinkedHashMap<>(states));
    }

    /**
     * Reads a definition, after substitutions.
     *
     * @throws InvalidDefinition with every finding
     */
    public static StateMachineDefinition parse(String text) {
        List<String> findings = new ArrayList<>();
        try {
            return read(text, findings);
        } catch (Finding e) {
            findings.addFirst(e.getMessage());
            throw new InvalidDefinition(findings);
        } catch (InvalidJson e) {
            throw new InvalidDefinition(List.of("definition: not JSON, " + e.getMessage()));
        }
    }

    /** The state of that name, which the definition has. */
    public State state(String name) {
        State state = states.get(name);
        if (state == null) {
            throw new IllegalArgumentException("no state " + name + " in the definition, found " + states.keySet());
        }
        return state;
    }

    private static StateMachineDefinition read(String text, List<String> findings) throws Finding {
        if (text.length() > MAX_CHARACTERS) {
            throw new Finding("", "expected at most " + MAX_CHARACTERS + " characters, found " + text.length());
        }
        Fields fields = Fields.of("", Json.read(text));
        header(fields);
        TemplateReader templates = new TemplateReader();
        StateReader reader = new StateReader(templates);
        String startAt = fields.text("StartAt");
        OptionalInt timeout = fields.has("TimeoutSeconds")
                ? OptionalInt.of(fields.wholeNumber("TimeoutSeconds", 1, 1, StateReader.MAX_SECONDS))
                : OptionalInt.empty();
        Map<String, State> states = states(fields, reader, findings);
        fields.refuseOthers();
        if (findings.isEmpty()) {
            findings.addAll(StateGraph.findings(startAt, states));
            findings.addAll(templates.unassigned());
        }
        if (!findings.isEmpty()) {
            throw new InvalidDefinition(findings);
        }
        return new StateMachineDefinition(text, startAt, states, timeout);
    }

    private static void header(Fields fields) throws Finding {
        fields.comment();
        if (!fields.has("QueryLanguage")) {
            throw new Finding("QueryLanguage", "missing, which means JSONPath; expected JSONata");
        }
        StateReader.queryLanguage(fields);
        if (!fields.optionalText("Version").orElse("1.0").equals("1.0")) {
            throw new Finding("Version", "expected 1.0");
        }
    }

    private static Map<String, State> states(Fields fields, StateReader reader, List<String> findings) throws Finding {
        Object value = fields.required("States", "an object of states");
        Fields byName = Fields.of("States", value);
        Map<String, State> states = new LinkedHashMap<>();
        for (String name : byName.names()) {
            try {
                states.put(name, reader.read(name, byName.take(name)));
            } catch (Finding e) {
                findings.add(e.getMessage());
            }
        }
        return states;
    }
}
