/**
 * Operator routes for rollouts: create, look, approve, halt, resume, abort (R12–R25).
 *
 * <p>Every intent is one fenced write that carries its event; the stream does the rest. Counts that a caller sees are
 * the tallies, which is what gates the waves.
 */
package io.groundswell.handlers.rollout;
