package io.groundswell.local.stepfunctions.cases;

import io.groundswell.local.stepfunctions.asl.StateMachineDefinition;
import io.groundswell.local.stepfunctions.execution.ExecutionStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One case of a workflow.
 *
 * <p>{@code {"name": …, "input": …, "mocks": {"<Task state>": [answer, …]}, "expect": {"path": ["<State>", …],
 * "status": "SUCCEEDED", "output": …, "error": …}}}. An answer is one of {@code {"Return": payload}},
 * {@code {"Throw": {"Error", "Cause"}}}, {@code {"TaskSuccess": output}}, {@code {"TaskFailure": {"Error", "Cause"}}}
 * and {@code {"Timeout": true}}; a retry takes the next one. {@code output} and {@code error} are checked if given.
 *
 * @param input the execution's input as JSON text
 * @param path every state that is entered, in order
 * @param output JSON text of the output
 */
public record PathCase(String name, String input, Map<String, List<Answer>> mocks, List<String> path,
        ExecutionStatus status, Optional<String> output, Optional<String> error) {

    public PathCase {
        Map<String, List<Answer>> copy = new LinkedHashMap<>();
        mocks.forEach((state, answers) -> copy.put(state, List.copyOf(answers)));
        mocks = Collections.unmodifiableMap(copy);
        path = List.copyOf(path);
    }

    /**
     * Reads a case.
     *
     * @throws IllegalArgumentException that names the field which is missing, unknown or wrong
     */
    public static PathCase parse(String text) {
        return CaseReader.read(text);
    }

    /** Reads a case from a file, which an error names. */
    public static PathCase load(Path file) {
        try {
            return parse(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the case " + file, e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    /** Plays this case; it holds if the outcome has no problems. */
    public Outcome rehearse(StateMachineDefinition definition) {
        return new Rehearsal(this, definition).play();
    }

    @Override
    public String toString() {
        return name;
    }
}
