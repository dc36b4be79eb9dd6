package io.groundswell.local.stepfunctions.asl;

import java.util.List;
import java.util.Optional;

/** A Pass: hands on its input, or what its dataflow makes of it. */
public record PassState(String name, Dataflow dataflow, Optional<String> next) implements State {

    @Override
    public String type() {
        return "Pass";
    }

    @Override
    public List<String> successors() {
        return next.stream().toList();
    }
}
