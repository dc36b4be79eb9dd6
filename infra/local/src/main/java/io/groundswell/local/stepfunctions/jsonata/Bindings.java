package io.groundswell.local.stepfunctions.jsonata;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an expression can see: the members of {@code $states}, the workflow variables and the time of evaluation.
 *
 * <p>{@code result} and {@code errorOutput} are members of {@code states} only where the service defines them.
 */
public record Bindings(Map<String, Object> states, Map<String, Object> variables, Instant now) {

    public Bindings {
        states = Collections.unmodifiableMap(new LinkedHashMap<>(states));
        variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
    }

    /** The same bindings with one more member of {@code $states}. */
    public Bindings with(String member, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(states);
        more.put(member, value);
        return new Bindings(more, variables, now);
    }
}
