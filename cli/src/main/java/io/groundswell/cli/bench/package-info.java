/**
 * Measures and torments a stack on this machine.
 *
 * <p>{@code bench kill} kills processes of the stack under a rollout and then compares three accounts of it: what the devices know, what
 * the API says and what the audit log holds. {@code bench budgets} counts what the product's budgets are about. Everything starts with a LocalCloud of its own.
 */
package io.groundswell.cli.bench;
