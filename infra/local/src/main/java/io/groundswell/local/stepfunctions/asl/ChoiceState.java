package io.groundswell.local.stepfunctions.asl;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A Choice: the first rule whose condition is true, else the default with the state's own dataflow. */
public record ChoiceState(String name, List<Rule> rules, Optional<String> defaultNext, Dataflow dataflow)
        implements State {

    /** One rule; its condition is a boolean or an expression that gives one. */
    public record Rule(Template condition, String next, Dataflow dataflow) {
    }

    public ChoiceState {
        rules = List.copyOf(rules);
    }

    @Override
    public String type() {
        return "Choice";
    }

    @Override
    public List<String> successors() {
        List<String> all = new ArrayList<>();
        rules.forEach(rule -> all.add(rule.next()));
        defaultNext.ifPresent(all::add);
        return all;
    }
}
