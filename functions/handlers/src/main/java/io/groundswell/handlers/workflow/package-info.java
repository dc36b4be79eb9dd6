/**
 * The Lambda side of the rollout state machine.
 *
 * <p>A task decides from a consistent read and acts with one fenced write. A task that waits stores its token first
 * and decides afterwards, so a wake-up that came in between is not lost: the task then completes its own token. The
 * Recorder and the sweep decide the same way and complete the token when there is something to do.
 */
package io.groundswell.handlers.workflow;
