package io.groundswell.simulation.check;

/** A rule that a run broke; an error, so that no function can catch it. */
public final class Violation extends AssertionError {

    private static final long serialVersionUID = 1L;

    public Violation(String message) {
        super(message);
    }

    static void unless(boolean holds, String rule, Object... details) {
        if (!holds) {
            throw new Violation(rule.formatted(details));
        }
    }
}
