package io.groundswell.simulation.cloud;

import java.time.Duration;

/**
 * How often what goes wrong; probabilities per call or invocation.
 *
 * @param call a call to a service meets a fault
 * @param otherwise others run while a call is under way
 * @param invoke the platform does not run the function, or runs an old event again
 * @param replay a batch that was done is delivered again
 * @param stop an execution is stopped by hand, per minute
 * @param lostEvent an event of the event bus comes to nothing
 * @param longest a call that others overtake takes at most this
 */
public record Faults(double call, double otherwise, double invoke, double replay, double stop, double lostEvent,
        Duration longest) {

    /** Everything works; functions still overtake one another. */
    public static Faults none(double otherwise) {
        return new Faults(0, otherwise, 0, 0, 0, 0, Duration.ofSeconds(2));
    }

    /** What the given seed meets: nothing, now and then something, or a bad day. */
    public static Faults draw(Chance chance) {
        double otherwise = chance.from(0, 12) / 100.0;
        return switch (chance.from(0, 5)) {
            case 0 -> none(otherwise);
            case 1, 2, 3 -> new Faults(0.004, otherwise, 0.01, 0.05, 0.02, 0.1, Duration.ofSeconds(5));
            default -> new Faults(0.02, otherwise, 0.04, 0.2, 0.1, 0.4, Duration.ofSeconds(75));
        };
    }
}
