/**
 * Measures and torments a stack on this machine.
 *
 * <p>{@code bench budgets} counts what the product may cost, in the requests that reach DynamoDB and the history of executions. {@code bench
 * fleet} takes the time of a large rollout. {@code bench kill} kills processes of the stack under a rollout and then compares three accounts of
 * it: what the devices know, what the API says and what the audit log holds. Everything starts with a LocalCloud of its own.
 */
package io.groundswell.cli.bench;
