/**
 * The device agent: one state, one tick per state.
 *
 * <p>A tick does one step and says when the next is due; it never sleeps, so one agent runs in its own process and
 * thousands share a few threads by the same code. Everything outside (server, repository, disk, probes) is a port.
 * The device, not the server, swaps, probes and recovers (R26, R29, R30).
 *
 * <p>{@link io.groundswell.agent.Main} is the command line; {@link io.groundswell.agent.command.ExitStatus} says what
 * its exit statuses mean.
 */
package io.groundswell.agent;
