/**
 * The device API over mutual TLS.
 *
 * <p>Every call is bounded in time and size. An answer is either understood, a refusal of this request
 * ({@link io.groundswell.agent.connection.Refused}) or no usable answer at all
 * ({@link io.groundswell.agent.connection.Unreachable}); callers react to exactly these.
 */
package io.groundswell.agent.connection;
