package io.groundswell.local.stepfunctions.asl;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a state, choice rule or catcher hands on: its {@code Output} and the variables it assigns.
 *
 * <p>{@code location} is the prefix of the fields inside the state, empty or such as {@code Choices[0]/}. All
 * expressions see the variables as they were on entry, in no order.
 */
public record Dataflow(String location, Optional<Template> output, Map<String, Template> assign) {

    public Dataflow {
        assign = Collections.unmodifiableMap(new LinkedHashMap<>(assign));
    }
}
