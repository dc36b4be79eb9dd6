package io.groundswell.domain.rollout;

/**
 * Why and when in its course a rollout halted (R20).
 *
 * @param wave the wave that was open, -1 when none was
 * @param failures unacknowledged failures at that moment
 * @param devices live devices in the waves opened so far
 * @param reason {@code tolerance_exceeded}, or the operator's words
 */
public record Halt(int wave, int failures, int devices, FailureTolerance tolerance, String reason) {

    /** The reason of a halt that nobody asked for. */
    public static final String TOLERANCE_EXCEEDED = "tolerance_exceeded";
}
