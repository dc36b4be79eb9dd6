package io.groundswell.local.stepfunctions.execution;

/** A function to invoke for the attempt that the event scheduled. */
record Invocation(long scheduledEventId, String function, String payload) {
}
