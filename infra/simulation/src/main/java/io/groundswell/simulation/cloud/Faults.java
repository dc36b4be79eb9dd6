package io.groundswell.simulation.cloud;

import java.time.Duration;

/**
 * How often what goes wrong; probabilities per call or invocation, where nothing else is said.
 *
 * @param call a call to a service meets a fault
 * @param otherwise others run while a call is under way
 * @param slow an invocation is slow throughout, and others run within most of its calls
 * @param invoke the platform does not run the function, runs it long after its caller gave up, or runs an old event again
 * @param replay a batch that was done is delivered again
 * @param stop an execution is stopped by hand, per minute
 * @param lostEvent an event of the event bus comes to nothing
 * @param outage a service refuses most calls for a while, per minute
 * @param longest a call that others overtake takes at most this
 */
public record Faults(double call, double otherwise, double slow, double invoke, double replay, double stop,
        double lostEvent, double outage, Duration longest) {

    /** Everything works; functions still overtake one another. */
    public static Faults none(double otherwise) {
        return new Faults(0, otherwise, otherwise / 2, 0, 0, 0, 0, 0, Duration.ofSeconds(2));
    }

    /** The same, with as much going wrong in a day as otherwise in an hour where it is a matter of time. */
    public Faults overnight() {
        return new Faults(call, otherwise, slow, invoke, replay, stop / 24, lostEvent, outage / 24, longest);
    }

    /** What the given seed meets: nothing, now and then something, or a bad day. */
    public static Faults draw(Chance chance) {
        double otherwise = chance.from(0, 12) / 100.0;
        double slow = otherwise / 2;
        return switch (chance.from(0, 5)) {
            case 0 -> none(otherwise);
            case 1, 2, 3 -> new Faults(0.004, otherwise, slow, 0.01, 0.05, 0.02, 0.1, 0.01, Duration.ofSeconds(5));
            default -> new Faults(0.02, otherwise, slow, 0.04, 0.2, 0.1, 0.4, 0.06, Duration.ofSeconds(75));
        };
    }
}
