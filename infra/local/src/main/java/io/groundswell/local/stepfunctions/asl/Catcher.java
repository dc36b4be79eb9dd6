package io.groundswell.local.stepfunctions.asl;

import java.util.List;

/** One catcher of a Task: where to go on an error, and what to hand on. */
public record Catcher(List<String> errorEquals, String next, Dataflow dataflow) {

    public Catcher {
        errorEquals = List.copyOf(errorEquals);
    }
}
