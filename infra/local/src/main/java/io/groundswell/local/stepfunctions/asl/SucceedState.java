package io.groundswell.local.stepfunctions.asl;

import java.util.List;
import java.util.Optional;

/** A Succeed: ends the execution with its output. */
public record SucceedState(String name, Optional<Template> output) implements State {

    @Override
    public String type() {
        return "Succeed";
    }

    @Override
    public List<String> successors() {
        return List.of();
    }
}
