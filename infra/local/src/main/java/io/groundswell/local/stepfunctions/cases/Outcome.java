package io.groundswell.local.stepfunctions.cases;

import java.util.List;

/**
 * What a rehearsal showed.
 *
 * @param path the states that were entered, in order
 * @param problems what was not as the case says, one sentence each
 */
public record Outcome(List<String> path, List<String> problems) {

    public Outcome {
        path = List.copyOf(path);
        problems = List.copyOf(problems);
    }
}
