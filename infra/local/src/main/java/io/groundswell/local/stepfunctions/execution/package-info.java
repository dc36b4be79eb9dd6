/**
 * Executions: what a state machine did, what it is waiting for, and what happens next.
 *
 * <p>The interpreter is a function from where an execution stands and what happened to its next step: new history
 * events, a new standing, at most one invocation. An execution commits a step, journal first, before anything
 * of it can be seen; so after a crash it stands where its journal ends. Time, threads and functions are ports.
 */
package io.groundswell.local.stepfunctions.execution;
