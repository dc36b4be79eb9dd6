/**
 * Rollouts: the wave plan, what operators may do, and the one decision that moves a rollout on.
 *
 * <p>{@link io.groundswell.domain.rollout.Progress#decide} is pure and exists once. The Recorder asks it whether to
 * wake the workflow, the workflow asks it again and acts; neither has rules of its own. Transitions return new
 * values; what they refuse, they refuse with a sentence.
 */
package io.groundswell.domain.rollout;
