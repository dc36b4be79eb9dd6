package io.groundswell.handlers.table;

/**
 * Where a rollout's execution waits.
 *
 * @param token task token; it may be used up already, which the workflow service then says
 * @param state name of the state machine's state
 */
public record ParkedWorkflow(String token, String state) {
}
