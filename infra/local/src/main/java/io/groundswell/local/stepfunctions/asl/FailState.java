package io.groundswell.local.stepfunctions.asl;

import java.util.List;
import java.util.Optional;

/** A Fail: ends the execution with an error name and a cause. */
public record FailState(String name, Optional<Template> error, Optional<Template> cause) implements State {

    @Override
    public String type() {
        return "Fail";
    }

    @Override
    public List<String> successors() {
        return List.of();
    }
}
