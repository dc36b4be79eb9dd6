/**
 * One text form for moments.
 *
 * <p>Rules take the time as a parameter; only the edges read a clock, once per invocation.
 */
package io.groundswell.domain.time;
